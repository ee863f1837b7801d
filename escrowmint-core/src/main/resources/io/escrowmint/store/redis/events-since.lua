-- events-since.lua: has every wallet told in full before its next change.

-- the mode says since when, which only grows: what was told since the time before is later than that
local function tellAll(mode)
  local time = redis.call('TIME')
  local clock = time[1] * 1000 + math.floor(time[2] / 1000)
  -- what is no mode is replaced by one
  local known = redis.pcall('GET', mode)
  local before = type(known) == 'string' and tonumber(known:match('^r(%d+)$')) or 0
  redis.call('SET', mode, string.format('r%d', math.max(clock, before + 1)))
end
