-- unfence: opens a fenced wallet as it is; what was there for the fence only is removed.
-- KEYS: state, control
-- ARGV: wallet
-- reply: { 1 if it was fenced }
local value = redis.pcall('GET', KEYS[1])
local lowered = redis.call('HDEL', KEYS[2], 'f:' .. ARGV[1])
if type(value) == 'string' and value:find('^\159[\3\5]') then
  lowered = 1
  local ok, _, header = pcall(cmsgpack.unpack_one, value, 0)
  if ok and header[6] == 0 then
    redis.call('DEL', KEYS[1])
  else
    redis.call('SET', KEYS[1], '\159' .. string.char(value:byte(2) - 1) .. value:sub(3))
  end
end
return { string.format('%d', lowered) }
