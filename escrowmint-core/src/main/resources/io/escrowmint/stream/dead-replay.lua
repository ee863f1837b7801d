-- dead-replay: puts a message back at the end of its stream and forgets the dead letter.
-- KEYS: the stream of dead letters, the stream of the message
-- ARGV: id of the dead letter, fields and values of the message in turn
-- reply: { '1' }, { '0' } if the dead letter is not there, or { 'type' } if the stream is none
if #redis.call('XRANGE', KEYS[1], ARGV[1], ARGV[1]) == 0 then
  return { '0' }
end
local kind = redis.call('TYPE', KEYS[2]).ok
if kind ~= 'stream' and kind ~= 'none' then
  return { 'type' }
end
redis.call('XADD', KEYS[2], '*', unpack(ARGV, 2))
redis.call('XDEL', KEYS[1], ARGV[1])
return { '1' }
