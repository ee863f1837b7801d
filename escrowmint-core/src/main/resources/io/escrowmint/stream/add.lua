-- add: an entry at the end of a stream.
-- KEYS: the stream
-- ARGV: fields and values in turn
-- reply: { id of the entry }
return { redis.call('XADD', KEYS[1], '*', unpack(ARGV)) }
