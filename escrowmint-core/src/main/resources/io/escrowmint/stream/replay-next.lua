-- replay-next: the next dead letter that is to be handled again. It is no longer noted then: one that ends its process
-- is not tried for ever. The letter itself stays.
-- KEYS: see processor.lua, the stream of dead letters, the list of those to be handled again
-- ARGV: token
-- reply: { id, number of fields and values, these in turn }, or { '0' } if there is none or another owner
if not holds(ARGV[1]) then
  return { '0' }
end
local id = redis.call('LPOP', KEYS[3])
while id do
  local entry = redis.call('XRANGE', KEYS[2], id, id)[1]
  if entry then
    local reply = { id, whole(#entry[2]) }
    for _, part in ipairs(entry[2]) do
      reply[#reply + 1] = part
    end
    return reply
  end
  id = redis.call('LPOP', KEYS[3])
end
return { '0' }
