-- relabel: changes a label.
-- KEYS: see record.lua
-- ARGV: id, label
-- reply: the record, or nothing if there is none
local id, label = ARGV[1], ARGV[2]
local record = read(id)
if not record then
  return {}
end
if record[3] ~= label then
  record[3] = label
  change(id, record)
end
return append({}, id, record)
