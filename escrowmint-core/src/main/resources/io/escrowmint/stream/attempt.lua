-- attempt: counts a delivery of a message before it is handled.
-- KEYS: see processor.lua
-- ARGV: token, position of the message, for how many ms the processor is kept
-- reply: { deliveries }, or { '0' } if there is another owner
if not holds(ARGV[1]) then
  return { '0' }
end
local known = redis.call('HMGET', PROCESSOR, 'tries', 'tries_at')
local tries = (known[2] == ARGV[2]) and tonumber(known[1]) + 1 or 1
redis.call('HSET', PROCESSOR, 'tries', whole(tries), 'tries_at', ARGV[2], 'until', whole(now + tonumber(ARGV[3])))
return { whole(tries) }
