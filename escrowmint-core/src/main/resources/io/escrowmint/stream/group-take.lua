-- group-take: counts a delivery of an entry that this consumer has, before it is handled. Redis has counted one when the
-- entry was fetched, whether or not it was handled then.
-- KEYS: see group.lua
-- ARGV: group, consumer, id
-- reply: { deliveries, this one included, id, number of fields and values, these in turn },
--        or { '0' } if it is another's or done, or is no longer in the stream
local id = ARGV[3]
local deliveries = mine(id)
if not deliveries then
  return { '0' }
end
local entry = redis.call('XCLAIM', STREAM, GROUP, CONSUMER, 0, id)[1]
if not entry or not entry[2] then
  redis.call('XACK', STREAM, GROUP, id)
  return { '0' }
end
local reply = { whole(deliveries + 1), id, whole(#entry[2]) }
for _, part in ipairs(entry[2]) do
  reply[#reply + 1] = part
end
return reply
