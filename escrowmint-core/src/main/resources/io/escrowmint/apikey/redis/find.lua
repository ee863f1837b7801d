-- find: one key.
-- KEYS: see record.lua
-- ARGV: id
-- reply: the record, or nothing if there is none
local record = read(ARGV[1])
return record and append({}, ARGV[1], record) or {}
