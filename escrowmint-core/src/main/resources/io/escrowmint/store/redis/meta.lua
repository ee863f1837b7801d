-- meta: what a store was laid out for; written at first use.
-- KEYS: meta
-- ARGV: layout version, number of partitions
-- reply: { version, partitions } as they are stored
local known = redis.call('HMGET', KEYS[1], 'version', 'partitions')
if known[1] and known[2] then
  return known
end
redis.call('HSET', KEYS[1], 'version', ARGV[1], 'partitions', ARGV[2])
return { ARGV[1], ARGV[2] }
