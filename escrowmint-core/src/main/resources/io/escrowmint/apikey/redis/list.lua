-- list: the keys of a wallet, in the order of their ids.
-- KEYS: see record.lua
-- ARGV: wallet, id after which the page begins or '', number of records
-- reply: the records, one after the other
local wallet = ARGV[1] .. '\0'
local reply = {}
for _, member in ipairs(redis.call('ZRANGE', WALLETS, '(' .. wallet .. ARGV[2], '(' .. ARGV[1] .. '\1',
    'BYLEX', 'LIMIT', 0, ARGV[3])) do
  local id = member:sub(#wallet + 1)
  local record = read(id)
  if record then
    append(reply, id, record)
  end
end
return reply
