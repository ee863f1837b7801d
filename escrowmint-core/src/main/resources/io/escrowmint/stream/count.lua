-- count: how many entries lie behind a position.
-- KEYS: the stream
-- ARGV: id after which to begin, id with which to end or '+', how many to count at most
-- reply: { number, id of the last one that was counted }
local entries = redis.call('XRANGE', KEYS[1], '(' .. ARGV[1], ARGV[2], 'COUNT', ARGV[3])
local last = entries[#entries]
return { string.format('%d', #entries), last and last[1] or ARGV[1] }
