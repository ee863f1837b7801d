-- commit: state, position and everything that was published, at once.
-- KEYS: the processor (see processor.lua), then the streams that are published to
--       of which the first is that of the dead letters if one of them is done
-- ARGV: token, position before, position after, version of the state, state, for how many ms the processor is kept,
--       id of the dead letter that is done, empty for none,
--       then for each entry: index of its stream in KEYS, number of fields and values, these in turn
-- reply: { 'committed' }, or, with nothing written, { 'fenced' }, { 'moved' } or { 'type', key, its type }
local known = redis.call('HMGET', PROCESSOR, 'token', 'position')
if known[1] ~= ARGV[1] then
  return { 'fenced' }
end
if (known[2] or '0-0') ~= ARGV[2] then
  return { 'moved' }
end
for i = 2, #KEYS do
  local kind = redis.call('TYPE', KEYS[i]).ok
  if kind ~= 'stream' and kind ~= 'none' then
    return { 'type', KEYS[i], kind }
  end
end
if ARGV[7] ~= '' and #redis.call('XRANGE', KEYS[2], ARGV[7], ARGV[7]) == 0 then
  return { 'moved' }
end
local at = 8
while at <= #ARGV do
  local count = tonumber(ARGV[at + 1])
  redis.call('XADD', KEYS[tonumber(ARGV[at])], '*', unpack(ARGV, at + 2, at + 1 + count))
  at = at + 2 + count
end
if ARGV[7] ~= '' then
  redis.call('XDEL', KEYS[2], ARGV[7])
end
redis.call('HSET', PROCESSOR, 'position', ARGV[3], 'version', ARGV[4], 'state', ARGV[5], 'until',
  whole(now + tonumber(ARGV[6])), 'takes', '0')
return { 'committed' }
