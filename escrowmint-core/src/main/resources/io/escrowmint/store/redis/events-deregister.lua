-- events-deregister: forgets a reader.
-- KEYS: control, mode, events
-- ARGV: reader
-- reply: { 1 }
if redis.call('HDEL', KEYS[1], 'r:' .. ARGV[1]) == 1 and redis.call('HINCRBY', KEYS[1], 'n', -1) == 0 then
  local on = redis.call('HGET', KEYS[1], 'on')
  if on then
    redis.call('SET', KEYS[2], on)
    redis.call('XTRIM', KEYS[3], 'MAXLEN', '~', on)
  else
    redis.call('DEL', KEYS[2])
  end
end
return { '1' }
