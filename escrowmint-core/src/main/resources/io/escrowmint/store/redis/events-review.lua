-- events-review: sees that a single server has the announcement (see events-announce) if the mode of any partition says that
-- its events are written, and has none if no mode does. A young one stays: its modes may be on their way.
-- KEYS: announcement; for each partition: mode
-- ARGV: milliseconds for which one is young
-- reply: { 1 if events are written }
local written = false
-- unpack takes some thousand values at most
for i = 2, #KEYS, 1000 do
  written = written or redis.call('EXISTS', unpack(KEYS, i, math.min(i + 999, #KEYS))) > 0
end
local announced = redis.call('GET', KEYS[1])
local time = redis.call('TIME')
local clock = time[1] * 1000 + math.floor(time[2] / 1000)
if written and not announced then
  redis.call('SET', KEYS[1], string.format('%d', clock))
elseif announced and not written and clock - (tonumber(announced) or 0) >= tonumber(ARGV[1]) then
  redis.call('DEL', KEYS[1])
end
return { written and '1' or '0' }
