-- group-uncount: takes back that a delivery of an entry was counted that failed for a reason which is not the entry's.
-- KEYS: see group.lua
-- ARGV: group, consumer, id, deliveries before
-- reply: { '1' }, or { '0' } if it is another's or done
if not mine(ARGV[3]) then
  return { '0' }
end
redis.call('XCLAIM', STREAM, GROUP, CONSUMER, 0, ARGV[3], 'RETRYCOUNT', ARGV[4], 'JUSTID')
return { '1' }
