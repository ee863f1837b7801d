-- expire: changes when a usable key ends.
-- KEYS: see record.lua
-- ARGV: id, expires
-- reply: the record, or nothing if there is none or it has ended
local id, expires = ARGV[1], tonumber(ARGV[2])
local record = read(id)
if not record or not usable(record) then
  return {}
end
if record[5] ~= expires then
  record[5] = expires
  change(id, record)
end
return append({}, id, record)
