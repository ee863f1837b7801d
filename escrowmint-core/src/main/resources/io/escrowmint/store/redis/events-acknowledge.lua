-- events-acknowledge: a reader has landed everything up to the frame at a position; what all readers have landed is cut.
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
local position = ARGV[2]
-- a position that is not there belongs to a stream that was lost in a failover; what came since may lie before it
if before(known, position) and #redis.call('XRANGE', KEYS[2], position, position) > 0 then
  local least = position
  local all = redis.call('HGETALL', KEYS[1])
  for i = 1, #all, 2 do
    if all[i]:sub(1, 2) == 'r:' and all[i] ~= 'r:' .. ARGV[1] and before(all[i + 1], least) then
      least = all[i + 1]
    end
  end
  local ms, seq = parts(least)
  -- frees first, so that a full Redis lets the position be written too
  redis.call('XTRIM', KEYS[2], 'MINID', '=', string.format('%d-%d', ms, seq + 1))
  redis.call('HSET', KEYS[1], 'r:' .. ARGV[1], position)
end
return { '1' }
