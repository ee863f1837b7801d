-- spend-untold.lua: plain consumes where no events are written, ahead of all else in their script. They need nothing of
-- their partitions and change nothing of a state but what every command does, so that all is done in one go, by a function
-- that is handed what it uses, because it reaches for what lies outside more slowly.
-- KEYS, ARGV, reply: see plain-main.lua
if passed == 0 then
  local values = redis.call('MGET', unpack(KEYS))
  if values[1] then
    return { 'Q' }
  end

  -- the state after what can be spent of it, if anything; an error stands for a wallet that is not plain
  local function spend(value, plan, from, count, replies, answered, clock, fields, find, sub, binary)
    local at, _, seq, now, a, s, _, l, g, d, leases, spilled, told, h, due, holds = fields(value, 15, 1)
    if seq < 0 or now < 0 then
      error()
    end
    if now < clock then
      now = clock
    end
    local short = find(value, SHORT)
    if not short and not find(value, LONG) or at < 0 or d ~= 0 or g > MAX or told < 0 or told % 1 ~= 0
      or (due ~= 0 or h ~= 0 or l ~= 0 or holds ~= 0 or leases ~= 0 or spilled ~= 0)
      and not quiet(now, h, l, due, holds, leases, spilled) then
      error()
    end
    local begun = seq
    for i = 1, count do
      local amount = plan[from + i]
      if amount <= a then
        a, s, seq = a - amount, s + amount, seq + 1
        replies[answered + i] = a
      else
        replies[answered + i] = 'T'
      end
    end
    if a < 0 or s < 0 or a + h + l + s ~= g or short and seq > NARROW then
      error()
    end
    if seq > begun then
      if short then
        return binary('>c2BI4BI8BI8BI8c0', value, 206, seq, 207, now, 207, a, 207, s, sub(value, 35))
      end
      return binary('>c2BI8BI8BI8BI8c0', value, 207, seq, 207, now, 207, a, 207, s, sub(value, 39))
    end
  end

  local time = redis.call('TIME')
  local clock = time[1] * 1000 + math.floor(time[2] / 1000)
  local fields, find, sub, binary = cmsgpack.unpack_limit, string.find, string.sub, struct.pack
  local replies, writes, written, from, answered = { 'T' }, { '', '' }, 0, 4, 0
  for state = 2, #KEYS do
    local count = plan[from]
    local ok, value = pcall(spend, values[state], plan, from, count, replies, answered, clock, fields, find, sub, binary)
    if not ok then
      for i = 1, count do
        replies[answered + i] = 'T'
      end
    elseif value then
      writes[written + 1], writes[written + 2] = KEYS[state], value
      written = written + 2
    end
    answered, from = answered + count, from + count + 1
  end
  local result = written > 0 and redis.pcall('MSET', unpack(writes, 1, written))
  if result and result.err then
    for i = 1, #replies do
      if replies[i] ~= 'T' then
        replies[i] = '!E ' .. result.err
      end
    end
  end
  return replies
end
