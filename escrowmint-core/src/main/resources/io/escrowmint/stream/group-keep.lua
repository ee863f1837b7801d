-- group-keep: this consumer goes on with an entry that has waited in its hands.
-- KEYS: see group.lua
-- ARGV: group, consumer, id
-- reply: { '1' }, or { '0' } if it is another's or done
if not mine(ARGV[3]) then
  return { '0' }
end
redis.call('XCLAIM', STREAM, GROUP, CONSUMER, 0, ARGV[3], 'JUSTID')
return { '1' }
