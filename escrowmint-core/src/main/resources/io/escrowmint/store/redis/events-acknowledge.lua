-- events-acknowledge: a reader has landed everything up to the frame at a position; what all readers have landed is cut.
-- KEYS: control, events
-- ARGV: reader, position
-- reply: { 1 } or, if the reader is unknown, { 0 }
local reader, position = 'r:' .. ARGV[1], ARGV[2]
local known = redis.call('HGET', KEYS[1], reader)
if not known then
  return { '0' }
end
-- a position that is not there belongs to a stream that was lost in a failover; what came since may lie before it
if before(known, position) and #redis.call('XRANGE', KEYS[2], position, position) > 0 then
  -- frees first, so that a full Redis lets the position be written too
  cut(KEYS[1], KEYS[2], reader, position)
  redis.call('HSET', KEYS[1], reader, position)
end
return { '1' }
