-- changes: what has changed since a version.
-- KEYS: see record.lua
-- ARGV: version, number of records
-- reply: { '1' if the version is known, epoch, version, purged, time in ms, version up to which the records go,
--          '1' if there are more, records }
local after, limit = tonumber(ARGV[1]), tonumber(ARGV[2])
local control = redis.call('HMGET', CONTROL, 'epoch', 'version', 'purged', 'superseded')
local version, purged = control[2] or '0', control[3] or '0'

-- A reader who has seen what a failover lost comes from a version that was never given here, and begins anew. One who
-- comes from one that a later purge or ten thousand replaced ones have hidden cannot be told from him, and does so as well.
local function is_known(position)
  return position == '0' or position == version or position == purged or position == control[4]
    or #redis.call('ZRANGE', CHANGES, position, position, 'BYSCORE', 'LIMIT', 0, 1) > 0
    or (is_list_of(control[4]) and redis.call('LPOS', SUPERSEDED, position) ~= false)
end

local reply = { is_known(ARGV[1]) and '1' or '0', control[1] or '', version, purged, whole(now), version, '0' }
if tonumber(version) <= after then
  return reply
end
local found = redis.call('ZRANGE', CHANGES, '(' .. ARGV[1], '+inf', 'BYSCORE', 'LIMIT', 0, limit, 'WITHSCORES')
for i = 1, #found, 2 do
  local record = read(found[i])
  if record then
    append(reply, found[i], record)
  end
end
if #found == 2 * limit then
  reply[6], reply[7] = whole(tonumber(found[#found])), '1'
end
return reply
