-- revoke: ends a key for good.
-- KEYS: see record.lua
-- ARGV: id
-- reply: the record, or nothing if there is none
local id = ARGV[1]
local record = read(id)
if not record then
  return {}
end
if record[6] == 0 then
  record[6] = now
  change(id, record)
end
return append({}, id, record)
