-- events-cut.lua: cuts what all readers have landed.
local function parts(id)
  local ms, seq = id:match('^(%d+)-(%d+)$')
  return tonumber(ms), tonumber(seq)
end

local function before(a, b)
  local am, as = parts(a)
  local bm, bs = parts(b)
  return am < bm or am == bm and as < bs
end

-- up to the position of the slowest reader; that of one reader may be about to be written
local function cut(control, events, reader, position)
  local least = position
  local all = redis.call('HGETALL', control)
  for i = 1, #all, 2 do
    if all[i]:sub(1, 2) == 'r:' and all[i] ~= reader and (not least or before(all[i + 1], least)) then
      least = all[i + 1]
    end
  end
  if least then
    local ms, seq = parts(least)
    redis.call('XTRIM', events, 'MINID', '=', string.format('%d-%d', ms, seq + 1))
  end
end
