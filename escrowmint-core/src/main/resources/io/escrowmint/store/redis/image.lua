-- image: a wallet as it lies there.
-- KEYS: state, claims, expiry, control, due
-- ARGV: wallet
-- reply: { state or '', 1 if something is left that cannot be read, reason of the fence or '', field, claim, field,
--        claim, ... }
local value = redis.pcall('GET', KEYS[1])
local left = type(value) == 'table'
if not value then
  left = redis.call('EXISTS', KEYS[2], KEYS[3]) > 0 or redis.call('ZSCORE', KEYS[5], ARGV[1])
    or redis.call('HEXISTS', KEYS[4], 'q:' .. ARGV[1]) == 1
end
local reply = { type(value) == 'string' and value or '', left and '1' or '0',
  redis.call('HGET', KEYS[4], 'f:' .. ARGV[1]) or '' }
if type(value) == 'string' then
  local claims = redis.pcall('HGETALL', KEYS[2])
  if claims.err then
    reply[2] = '1'
  else
    for i = 1, #claims do
      reply[3 + i] = claims[i]
    end
  end
end
return reply
