-- fenced: the fenced wallets of a partition.
-- KEYS: control
-- reply: { wallet, reason, wallet, reason, ... }
local all = redis.call('HGETALL', KEYS[1])
local reply = {}
for i = 1, #all, 2 do
  if all[i]:sub(1, 2) == 'f:' then
    reply[#reply + 1] = all[i]:sub(3)
    reply[#reply + 1] = all[i + 1]
  end
end
return reply
