-- dead-list: dead letters, oldest first.
-- KEYS: the stream of dead letters
-- ARGV: id after which to begin, how many at most
-- reply: id, number of fields and values, these in turn; and so on
local reply = {}
for _, entry in ipairs(redis.call('XRANGE', KEYS[1], '(' .. ARGV[1], '+', 'COUNT', ARGV[2])) do
  reply[#reply + 1] = entry[1]
  reply[#reply + 1] = string.format('%d', #entry[2])
  for _, part in ipairs(entry[2]) do
    reply[#reply + 1] = part
  end
end
return reply
