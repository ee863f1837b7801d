-- create: adds a key; one with this hash is answered as it is, if it is of this wallet.
-- KEYS: see record.lua
-- ARGV: id, hash, wallet, label, expires
-- reply: the record, or nothing if the id or the hash belongs to another key
local id, hash, wallet, label, expires = ARGV[1], ARGV[2], ARGV[3], ARGV[4], tonumber(ARGV[5])
local twin = redis.call('HGET', HASHES, hash)
if twin then
  local known = read(twin)
  return (known and known[2] == wallet) and append({}, twin, known) or {}
end
if read(id) then
  return {}
end
local record = { hash, wallet, label, now, expires, 0 }
add(id, record)
return append({}, id, record)
