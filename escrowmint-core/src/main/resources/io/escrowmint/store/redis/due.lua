-- due: the wallets of a partition whose earliest expiry may have passed, earliest first.
-- KEYS: due
-- ARGV: how many at most
-- reply: { lag of the first in milliseconds, 1 if there are more, wallet, wallet, ... }
local time = redis.call('TIME')
local clock = time[1] * 1000 + math.floor(time[2] / 1000)
local limit = tonumber(ARGV[1])
local found = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', string.format('%d', clock), 'WITHSCORES', 'LIMIT', 0, limit + 1)
local reply = { '0', #found > 2 * limit and '1' or '0' }
if #found > 0 then
  reply[1] = string.format('%d', clock - tonumber(found[2]))
end
for i = 1, math.min(#found, 2 * limit), 2 do
  reply[#reply + 1] = found[i]
end
return reply
