-- processor: what the scripts of processors share; stands before each of them.
-- KEYS[1]: the processor, a hash: owner, until (ms), token, position, version, state, takes, tries, tries_at
local PROCESSOR = KEYS[1]
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000)

local function whole(number)
  return string.format('%d', number)
end

local function holds(token)
  return redis.call('HGET', PROCESSOR, 'token') == token
end
