-- events-register: makes a reader known; a known one keeps its position.
-- KEYS: control, mode
-- ARGV: reader
-- reply: { 1 }
if redis.call('HSETNX', KEYS[1], 'r:' .. ARGV[1], '0-0') == 1 then
  redis.call('HINCRBY', KEYS[1], 'n', 1)
  redis.call('SET', KEYS[2], 'r')
end
return { '1' }
