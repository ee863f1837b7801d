-- rotate: adds a key in place of a usable one, which ends after the overlap.
-- KEYS: see record.lua
-- ARGV: id, id and hash of the new key, overlap in ms, expires of the new key or ''
-- reply: the record of the new key, or nothing if the old one is not usable
local id, new_id, new_hash, overlap = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4])
local made = read(new_id)
if made then
  return made[1] == new_hash and append({}, new_id, made) or {}
end
local old = read(id)
if not old or not usable(old) or redis.call('HEXISTS', HASHES, new_hash) == 1 then
  return {}
end
local expires = (ARGV[5] ~= '') and tonumber(ARGV[5]) or old[5]
local ends = now + overlap
if old[5] == 0 or ends < old[5] then
  old[5] = ends
end
local record = { new_hash, old[2], old[3], now, expires, 0 }
add(new_id, record)
change(id, old)
return append({}, new_id, record)
