-- events-acknowledge: a reader has landed everything up to a position; what all readers have landed is cut.
-- KEYS: control, events
-- ARGV: reader, position
-- reply: { 1 } or, if the reader is unknown, { 0 }
local function parts(id)
  local ms, seq = id:match('^(%d+)-(%d+)$')
  return tonumber(ms), tonumber(seq)
end

local function before(a, b)
  local am, as = parts(a)
  local bm, bs = parts(b)
  return am < bm or am == bm and as < bs
end

local known = redis.call('HGET', KEYS[1], 'r:' .. ARGV[1])
if not known then
  return { '0' }
end
local last = redis.call('XREVRANGE', KEYS[2], '+', '-', 'COUNT', 1)[1]
local position = ARGV[2]
if not last then
  return { '1' }
end
if before(last[1], position) then
  position = last[1]
end
if before(known, position) then
  redis.call('HSET', KEYS[1], 'r:' .. ARGV[1], position)
  local least = position
  local all = redis.call('HGETALL', KEYS[1])
  for i = 1, #all, 2 do
    if all[i]:sub(1, 2) == 'r:' and before(all[i + 1], least) then
      least = all[i + 1]
    end
  end
  local ms, seq = parts(least)
  redis.call('XTRIM', KEYS[2], 'MINID', '=', string.format('%d-%d', ms, seq + 1))
end
return { '1' }
