-- release: the owner of a processor gives it up.
-- KEYS: see processor.lua
-- ARGV: token
-- reply: { '1' }, or { '0' } if there is another owner
if not holds(ARGV[1]) then
  return { '0' }
end
redis.call('HDEL', PROCESSOR, 'owner', 'until', 'takes')
return { '1' }
