-- group-own: entries that this consumer has.
-- KEYS: see group.lua
-- ARGV: group, consumer, how many at most
-- reply: { id, id, ... }
local reply = {}
for _, pending in ipairs(redis.call('XPENDING', STREAM, GROUP, '-', '+', ARGV[3], CONSUMER)) do
  reply[#reply + 1] = pending[1]
end
return reply
