-- events-enable: switches the writing of a partition's events on or off; with a reader they are written in any case.
-- KEYS: control, mode
-- ARGV: 1 on or 0 off, frames to keep without a reader
-- reply: { 1 }
if ARGV[1] == '1' then
  redis.call('HSET', KEYS[1], 'on', ARGV[2])
else
  redis.call('HDEL', KEYS[1], 'on')
end
if tonumber(redis.call('HGET', KEYS[1], 'n') or 0) == 0 then
  if ARGV[1] == '1' then
    redis.call('SET', KEYS[2], ARGV[2])
  else
    redis.call('DEL', KEYS[2])
  end
end
return { '1' }
