-- group-free: this consumer gives an entry back for anyone to take at once.
-- KEYS: see group.lua
-- ARGV: group, consumer, id, for how many ms an entry has to wait to be taken
-- reply: { '1' }, or { '0' } if it is another's or done
if not mine(ARGV[3]) then
  return { '0' }
end
redis.call('XCLAIM', STREAM, GROUP, CONSUMER, 0, ARGV[3], 'IDLE', ARGV[4], 'JUSTID')
return { '1' }
