-- group-dead: an entry goes to the dead letters and is acknowledged.
-- KEYS: the stream, the stream of dead letters
-- ARGV: group, consumer, id, fields and values of the dead letter in turn
-- reply: { '1' }, { '0' } if it is another's or done, or { 'type' } if dead letters cannot be written
if not mine(ARGV[3]) then
  return { '0' }
end
local kind = redis.call('TYPE', KEYS[2]).ok
if kind ~= 'stream' and kind ~= 'none' then
  return { 'type' }
end
redis.call('XADD', KEYS[2], '*', unpack(ARGV, 4))
redis.call('XACK', STREAM, GROUP, ARGV[3])
return { '1' }
