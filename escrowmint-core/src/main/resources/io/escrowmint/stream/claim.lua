-- claim: makes the caller the owner of a processor, unless another one is.
-- KEYS: see processor.lua
-- ARGV: owner, for how many ms
-- reply: { '1', token, position, version, state, takes } or { '0', ms until it may be free }
-- Tokens follow the clock, so that they grow also when Redis has lost some.
local owner = ARGV[1]
local known = redis.call('HMGET', PROCESSOR, 'owner', 'until', 'token', 'position', 'version', 'state', 'takes')
local ends = tonumber(known[2] or '0')
if known[1] and known[1] ~= owner and ends > now then
  return { '0', whole(ends - now) }
end
local token = whole(math.max(tonumber(known[3] or '0') + 1, now))
local takes = tonumber(known[7] or '0')
if known[1] ~= owner then
  takes = takes + 1
end
redis.call('HSET', PROCESSOR, 'owner', owner, 'until', whole(now + tonumber(ARGV[2])), 'token', token, 'takes', whole(takes))
return { '1', token, known[4] or '0-0', known[5] or '0', known[6] or '', whole(takes) }
