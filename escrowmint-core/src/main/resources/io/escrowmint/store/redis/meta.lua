-- meta: what a store was laid out for, written at first use; and whether this server packs numbers as our scripts do: one
-- that was built for 32 bits cuts off what is above.
-- KEYS: meta
-- ARGV: layout version, number of partitions
-- reply: { version, partitions, 1 if numbers are kept } as they are stored
local exact = '0'
if struct.unpack('>I8', struct.pack('>I8', 9007199254740991)) == 9007199254740991 then
  exact = '1'
end
local known = redis.call('HMGET', KEYS[1], 'version', 'partitions')
if known[1] and known[2] then
  return { known[1], known[2], exact }
end
if exact == '1' then
  redis.call('HSET', KEYS[1], 'version', ARGV[1], 'partitions', ARGV[2])
end
return { ARGV[1], ARGV[2], exact }
