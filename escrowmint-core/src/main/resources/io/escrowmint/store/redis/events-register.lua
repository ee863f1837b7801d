-- events-register: makes a reader known; a known one keeps its position. A new one is told every wallet in full.
-- KEYS: control, mode
-- ARGV: reader
-- reply: { 1 }
if redis.call('HSETNX', KEYS[1], 'r:' .. ARGV[1], '0-0') == 1 then
  redis.call('HINCRBY', KEYS[1], 'n', 1)
  tellAll(KEYS[2])
end
return { '1' }
