-- renew: the owner of a processor goes on.
-- KEYS: see processor.lua
-- ARGV: token, for how many ms
-- reply: { '1' }, or { '0' } if there is another owner
if not holds(ARGV[1]) then
  return { '0' }
end
redis.call('HSET', PROCESSOR, 'until', whole(now + tonumber(ARGV[2])))
return { '1' }
