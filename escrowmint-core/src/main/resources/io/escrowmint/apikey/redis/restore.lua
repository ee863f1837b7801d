-- restore: adds records as they are; leaves out those whose id or hash is known, unless its record cannot be read.
-- KEYS: see record.lua
-- ARGV: seven for each record: id, hash, wallet, label, created, expires, revoked
-- reply: { number added }
local added = 0
for i = 1, #ARGV, 7 do
  local id, hash = ARGV[i], ARGV[i + 1]
  local holder = redis.call('HGET', HASHES, hash)
  if not read(id) and (not holder or holder == id) then
    add(id, { hash, ARGV[i + 2], ARGV[i + 3], tonumber(ARGV[i + 4]), tonumber(ARGV[i + 5]), tonumber(ARGV[i + 6]) })
    added = added + 1
  end
end
return { whole(added) }
