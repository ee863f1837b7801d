-- events-register: makes a reader known; a known one keeps its position. A new one is told every wallet in full, so that the
-- mode says since when, which only grows: what was told for the reader before it is later than that one came.
-- KEYS: control, mode
-- ARGV: reader
-- reply: { 1 }
if redis.call('HSETNX', KEYS[1], 'r:' .. ARGV[1], '0-0') == 1 then
  redis.call('HINCRBY', KEYS[1], 'n', 1)
  local time = redis.call('TIME')
  local clock = time[1] * 1000 + math.floor(time[2] / 1000)
  local before = tonumber((redis.call('GET', KEYS[2]) or ''):match('^r(%d+)$')) or 0
  redis.call('SET', KEYS[2], string.format('r%d', math.max(clock, before + 1)))
end
return { '1' }
