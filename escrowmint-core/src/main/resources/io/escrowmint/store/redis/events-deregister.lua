-- events-deregister: forgets a reader, and cuts what was kept for it alone. Without any reader the stream is cut to its length,
-- whether events are still written or not.
-- KEYS: control, mode, events
-- ARGV: reader, frames to keep without a reader, if events are not switched on
-- reply: { 1 }
if redis.call('HDEL', KEYS[1], 'r:' .. ARGV[1]) == 0 then
  return { '1' }
end
if redis.call('HINCRBY', KEYS[1], 'n', -1) > 0 then
  cut(KEYS[1], KEYS[3])
  return { '1' }
end
local on = redis.call('HGET', KEYS[1], 'on')
if on then
  redis.call('SET', KEYS[2], on)
else
  redis.call('DEL', KEYS[2])
end
-- exactly: an approximate cut stops after some thousand frames
redis.call('XTRIM', KEYS[3], 'MAXLEN', '=', on or ARGV[2])
return { '1' }
