-- reader: notes how far a reader of a stream has come, and cuts the stream, if that is asked for, below what all known
-- readers have done: those that are noted, and all consumer groups.
-- KEYS: the stream, its readers (a hash: position by name)
-- ARGV: the reader, empty to note none, its position, '1' to cut
-- reply: { how many entries there are afterwards }
if ARGV[1] ~= '' then
  redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
end
if redis.call('TYPE', KEYS[1]).ok ~= 'stream' then
  return { '0' }
end
local function left()
  return { string.format('%d', redis.call('XLEN', KEYS[1])) }
end
if ARGV[3] ~= '1' then
  return left()
end

-- ids are compared as text: their numbers may be larger than a double is exact
local function is_less(one, other)
  local ms, seq = string.match(one, '^(%d+)%-(%d+)$')
  local other_ms, other_seq = string.match(other, '^(%d+)%-(%d+)$')
  if ms == other_ms then
    ms, other_ms = seq, other_seq
  end
  return #ms < #other_ms or (#ms == #other_ms and ms < other_ms)
end

local lowest
local function done(id)
  if not lowest or is_less(id, lowest) then
    lowest = id
  end
end

for _, position in ipairs(redis.call('HVALS', KEYS[2])) do
  done(position)
end
for _, group in ipairs(redis.call('XINFO', 'GROUPS', KEYS[1])) do
  local known = {}
  for i = 1, #group, 2 do
    known[group[i]] = group[i + 1]
  end
  if known['pending'] > 0 then
    done(redis.call('XPENDING', KEYS[1], known['name'])[2])
  else
    done(known['last-delivered-id'])
  end
end
if lowest then
  redis.call('XTRIM', KEYS[1], 'MINID', lowest)
end
return left()
