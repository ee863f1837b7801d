-- group-stale: takes entries over that nobody has acknowledged for long. Counts no delivery: that is done when each is handled.
-- KEYS: see group.lua
-- ARGV: group, consumer, for how many ms, where to go on, how many at most, after how many ms without a sign a consumer
--       that has nothing is forgotten
-- reply: { where to go on, id, id, ... }
local found = redis.call('XAUTOCLAIM', STREAM, GROUP, CONSUMER, ARGV[3], ARGV[4], 'COUNT', ARGV[5], 'JUSTID')
local reply = { found[1] }
for _, id in ipairs(found[2]) do
  reply[#reply + 1] = id
end
if found[1] == '0-0' then
  for _, known in ipairs(redis.call('XINFO', 'CONSUMERS', STREAM, GROUP)) do
    if known[2] ~= CONSUMER and known[4] == 0 and known[6] > tonumber(ARGV[6]) then
      redis.call('XGROUP', 'DELCONSUMER', STREAM, GROUP, known[2])
    end
  end
end
return reply
