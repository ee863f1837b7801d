-- events-retell: has every wallet told in full once more, if anybody reads.
-- KEYS: control, mode
-- reply: { 1 } or, without a reader, { 0 }
if tonumber(redis.call('HGET', KEYS[1], 'n') or 0) == 0 then
  return { '0' }
end
-- finds nothing, but whatever is written after it is written into a full Redis too: whoever reads makes room
redis.call('HDEL', KEYS[1], '-')
tellAll(KEYS[2])
return { '1' }
