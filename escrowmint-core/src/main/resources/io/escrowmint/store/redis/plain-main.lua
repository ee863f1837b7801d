-- plain-main.lua: runs plain commands wallet by wallet, then writes what they changed, partition by partition.
--
-- KEYS: for each partition: mode; for each wallet: state; for each partition: as many as the verb needs of due, r0, r1,
--       and events, if they are passed
-- ARGV: one packed array: number of partitions, 1 if events are passed, then the commands (see plain.lua)
-- reply: for each command: its verb's | T leave it to the full script | Q pass events, they are written
--        | '!E error' nothing was written

local partitions, passed = plan[1], plan[2]
local each = KEYED + passed
local keyed, state, cursor = #KEYS - partitions * each, partitions, 3
local values = redis.call('MGET', unpack(KEYS, 1, keyed))
local writes, written = {}, 0

-- everything but the states. What can fail comes first and is harmless alone, or it fails in a read
local function write(p)
  if remembered > 0 then
    local birth = tonumber(redis.call('HGET', p.r0, '') or '')
    if not birth or clock - birth >= RECEIPT_TTL then
      error()
    end
  end
  if dropped > 0 then
    redis.call('ZCARD', p.due)
  end
  if FIRST_WRITE_FREES then
    redis.call('HDEL', p.r0, '-')
  end
  if scheduled > 0 then
    redis.call('ZADD', p.due, unpack(scores, 1, scheduled))
  end
  if told > 0 then
    local bytes = array(told + 1, '\1' .. table.concat(frame, '', 1, told))
    if p.mode == 'r' then
      redis.call('XADD', p.events, '*', 'f', bytes)
    else
      redis.call('XADD', p.events, 'MAXLEN', '~', p.mode, '*', 'f', bytes)
    end
  end
  if dropped > 0 then
    redis.call('ZREM', p.due, unpack(cleared, 1, dropped))
  end
  if remembered > 0 then
    redis.call('HSET', p.r0, unpack(receipts, 1, remembered))
  end
end

for i = 1, partitions do
  local mode, first, begun = values[i], answered, written
  local p = { mode = mode, due = KEYS[keyed + 1], r0 = KEYS[keyed + 2], r1 = KEYS[keyed + 3], events = KEYS[keyed + each] }
  local other = mode and passed == 0 and 'Q' or 'T'
  local known = not mode or passed == 1 and (mode == 'r' or mode:match('^%d+$'))
  keyed = keyed + each
  remembered, told, scheduled, dropped = 0, 0, 0, 0
  for _ = 1, plan[cursor] do
    local name, place, count = plan[cursor + 1], plan[cursor + 2], plan[cursor + 3]
    state = state + 1
    for k = 1, count do
      replies[answered + k] = other
    end
    if known and values[state] then
      local r, t, s, d = remembered, told, scheduled, dropped
      local ok, value = pcall(apply, p, values[state], name, place, cursor + 4, count)
      if not ok then
        remembered, told, scheduled, dropped = r, t, s, d
        for k = 1, count do
          replies[answered + k] = other
        end
      elseif value then
        writes[written + 1], writes[written + 2] = KEYS[state], value
        written = written + 2
      end
    end
    answered = answered + count
    cursor = cursor + 3 + WORDS * count
  end
  cursor = cursor + 1
  if written > begun and remembered + told + scheduled + dropped > 0 and not pcall(write, p) then
    written = begun
    for k = first + 1, answered do
      replies[k] = other
    end
  end
end

if written > 0 then
  local result = redis.pcall('MSET', unpack(writes, 1, written))
  if result.err then
    for i = 1, answered do
      if replies[i]:byte(1) == 65 then
        replies[i] = '!E ' .. result.err
      end
    end
  end
end
return replies
