-- group-leave: a consumer ends. Entries that it has are others' to take at once; without any it is forgotten.
-- KEYS: see group.lua
-- ARGV: group, consumer, for how many ms an entry has to wait to be taken
-- reply: { '1' }
local left = redis.call('XPENDING', STREAM, GROUP, '-', '+', 1000, CONSUMER)
for _, pending in ipairs(left) do
  redis.call('XCLAIM', STREAM, GROUP, CONSUMER, 0, pending[1], 'IDLE', ARGV[3], 'JUSTID')
end
if #left == 0 then
  redis.call('XGROUP', 'DELCONSUMER', STREAM, GROUP, CONSUMER)
end
return { '1' }
