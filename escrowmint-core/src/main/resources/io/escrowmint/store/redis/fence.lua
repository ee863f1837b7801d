-- fence: refuses all commands of a wallet from now on. What cannot be read refuses them by itself.
-- KEYS: state, control
-- ARGV: wallet, reason
-- reply: { 1 if it was not fenced before }
local value = redis.pcall('GET', KEYS[1])
local note = 'f:' .. ARGV[1]
local raised = redis.call('HSETNX', KEYS[2], note, ARGV[2])
if value == false then
  -- a wallet of nothing, of epoch 0, which no wallet ever has
  value = cmsgpack.pack({ 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }) .. '\144'
end
if type(value) == 'string' and value:find('^\159[\2\4]') then
  redis.call('SET', KEYS[1], '\159' .. string.char(value:byte(2) + 1) .. value:sub(3))
  raised = 1
end
return { string.format('%d', raised) }
