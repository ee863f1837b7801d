-- restore: adds records as they are; leaves out those whose id or hash is known.
-- KEYS: see record.lua
-- ARGV: seven for each record: id, hash, wallet, label, created, expires, revoked
-- reply: { number added }
local added = 0
for i = 1, #ARGV, 7 do
  local id, hash = ARGV[i], ARGV[i + 1]
  if not read(id) and redis.call('HEXISTS', HASHES, hash) == 0 then
    add(id, { hash, ARGV[i + 2], ARGV[i + 3], tonumber(ARGV[i + 4]), tonumber(ARGV[i + 5]), tonumber(ARGV[i + 6]) })
    added = added + 1
  end
end
return { whole(added) }
