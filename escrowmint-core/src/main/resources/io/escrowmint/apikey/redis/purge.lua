-- purge: forgets keys that ended before a time, one step of a walk through all records.
-- KEYS: see record.lua
-- ARGV: cursor of the walk, '0' to begin; time in ms; records to look at, about
-- reply: { cursor, '0' at the end; number forgotten }
local before = math.min(tonumber(ARGV[2]), now)
local step = redis.call('HSCAN', RECORDS, ARGV[1], 'COUNT', ARGV[3])
local purged, forgotten = 0, 0
for i = 1, #step[2], 2 do
  local id, record = step[2][i], parsed(step[2][i + 1])
  if record and ended(record, before - 1) then
    purged = math.max(purged, tonumber(redis.call('ZSCORE', CHANGES, id) or 0))
    redis.call('ZREM', CHANGES, id)
    redis.call('ZREM', WALLETS, record[2] .. '\0' .. id)
    redis.call('HDEL', HASHES, record[1])
    redis.call('HDEL', RECORDS, id)
    forgotten = forgotten + 1
  end
end
if purged > tonumber(redis.call('HGET', CONTROL, 'purged') or 0) then
  redis.call('HSET', CONTROL, 'purged', whole(purged))
end
return { step[1], whole(forgotten) }
