-- events-read: frames after a position.
-- KEYS: events
-- ARGV: position, how many at most
-- reply: { position, frame, position, frame, ... }
local reply = {}
for _, entry in ipairs(redis.call('XRANGE', KEYS[1], '(' .. ARGV[1], '+', 'COUNT', ARGV[2])) do
  for i = 1, #entry[2], 2 do
    if entry[2][i] == 'f' then
      reply[#reply + 1] = entry[1]
      reply[#reply + 1] = entry[2][i + 1]
    end
  end
end
return reply
