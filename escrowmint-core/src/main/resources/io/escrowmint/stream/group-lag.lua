-- group-lag: how much of a stream a group has not done.
-- KEYS, first ARGV: see group.lua
-- reply: { entries that are not acknowledged, id of the last one that was handed out, entries behind it } where the last
--        is empty if Redis does not know it: before 7, and after some deletions
for _, group in ipairs(redis.call('XINFO', 'GROUPS', STREAM)) do
  local known = {}
  for i = 1, #group, 2 do
    known[group[i]] = group[i + 1]
  end
  if known['name'] == GROUP then
    return { whole(known['pending']), known['last-delivered-id'], known['lag'] and whole(known['lag']) or '' }
  end
end
return { '0', '0-0', '' }
