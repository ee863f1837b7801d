-- group: what the scripts of consumer groups share; stands before each of them.
-- KEYS[1]: the stream
-- ARGV[1], ARGV[2]: the group, the consumer
local STREAM, GROUP, CONSUMER = KEYS[1], ARGV[1], ARGV[2]

local function whole(number)
  return string.format('%d', number)
end

-- how often an entry was delivered, nothing if it is not this consumer's
local function mine(id)
  local pending = redis.call('XPENDING', STREAM, GROUP, id, id, 1)[1]
  if pending and pending[2] == CONSUMER then
    return pending[4]
  end
  return nil
end
