-- replay-ask: notes that a dead letter is to be handled again.
-- KEYS: the stream of dead letters, the list of those to be handled again
-- ARGV: id of the dead letter
-- reply: { '1' }, or { '0' } if the dead letter is not there
if #redis.call('XRANGE', KEYS[1], ARGV[1], ARGV[1]) == 0 then
  return { '0' }
end
redis.call('LREM', KEYS[2], 0, ARGV[1])
redis.call('RPUSH', KEYS[2], ARGV[1])
return { '1' }
