-- changes: what has changed since a version.
-- KEYS: see record.lua
-- ARGV: version, number of records
-- reply: { epoch, version, purged, time in ms, version up to which the records go, '1' if there are more, records }
local after, limit = tonumber(ARGV[1]), tonumber(ARGV[2])
local control = redis.call('HMGET', CONTROL, 'epoch', 'version', 'purged')
local version = control[2] or '0'
local reply = { control[1] or '', version, control[3] or '0', whole(now), version, '0' }
if tonumber(version) <= after then
  return reply
end
local found = redis.call('ZRANGE', CHANGES, '(' .. ARGV[1], '+inf', 'BYSCORE', 'LIMIT', 0, limit, 'WITHSCORES')
for i = 1, #found, 2 do
  append(reply, found[i], read(found[i]))
end
if #found == 2 * limit then
  reply[5], reply[6] = whole(tonumber(found[#found])), '1'
end
return reply
