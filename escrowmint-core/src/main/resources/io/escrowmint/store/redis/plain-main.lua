-- plain-main.lua: runs plain commands wallet by wallet, then writes what they changed, partition by partition.
--
-- KEYS: for each partition its mode, or, if no events are passed, one key that is there if events are written anywhere;
--       for each wallet: state; for each partition: as many as the verb needs of due, r0, r1, and events, if they are
--       passed
-- ARGV: the plan (see plain.lua)
-- reply: for each command STRIDE answers, its verb's; the first is 'T' to leave it to the full script, '!E error' if
--        nothing was written. Or { 'Q' }: pass events, they are written

local partitions, each = plan[2], KEYED + passed
local keyed = #KEYS - partitions * each
local values = redis.call('MGET', unpack(KEYS, 1, keyed))
if passed == 0 and values[1] then
  return { 'Q' }
end
local writes, written = {}, 0

-- everything but the states. What can fail comes first and is harmless alone, or it fails in a read
local write = each > 0 and function()
  if remembered > 0 then
    local birth = tonumber(redis.call('HGET', r0, '') or '')
    if not birth or clock - birth >= RECEIPT_TTL then
      error()
    end
  end
  if dropped > 0 then
    redis.call('ZCARD', dueKey)
  end
  if FIRST_WRITE_FREES then
    redis.call('HDEL', r0, '-')
  end
  if scheduled > 0 then
    redis.call('ZADD', dueKey, unpack(scores, 1, scheduled))
  end
  if told > 0 then
    local bytes = '\220' .. char(math.floor((told + 1) / 256), (told + 1) % 256) .. '\1' .. table.concat(frame, '', 1, told)
    if mode == 'r' then
      redis.call('XADD', stream, '*', 'f', bytes)
    else
      redis.call('XADD', stream, 'MAXLEN', '~', mode, '*', 'f', bytes)
    end
  end
  if dropped > 0 then
    redis.call('ZREM', dueKey, unpack(cleared, 1, dropped))
  end
  if remembered > 0 then
    redis.call('HSET', r0, unpack(receipts, 1, remembered))
  end
end

-- leaves answers from a place on to the full script
local function leave(from, count)
  for k = from + 1, from + count * STRIDE do
    replies[k] = 'T'
  end
end

-- the wallet at hand: the last one of its partition, where its commands begin and how many they are, what it began with
local last, from, count
local r, t, s, d
local cursor = 2

-- applies the commands of the partition's wallets from the one at hand on
local function run()
  while state < last do
    state = state + 1
    count = plan[cursor + 1]
    from = cursor + 1
    cursor = from + count * WIDTH
    r, t, s, d = remembered, told, scheduled, dropped
    local value = apply(values[state], from, count)
    if value then
      writes[written + 1], writes[written + 2] = KEYS[state], value
      written = written + 2
    end
    answered = answered + count * STRIDE
  end
end

state = passed == 1 and partitions or 1
for i = 1, partitions do
  if passed == 1 then
    mode = values[i]
  end
  dueKey, r0, r1, stream = KEYS[keyed + 1], KEYS[keyed + 2], KEYS[keyed + 3], KEYS[keyed + each]
  keyed = keyed + each
  remembered, told, scheduled, dropped = 0, 0, 0, 0
  cursor = cursor + 1
  last = state + plan[cursor]
  local first, begun = answered, written
  local known = not mode or mode == 'r' or mode:match('^%d+$')
  -- an error stands for a wallet that is not plain; the others go on
  while not pcall(run) do
    remembered, told, scheduled, dropped = r, t, s, d
    leave(answered, count)
    answered = answered + count * STRIDE
  end
  if not known or written > begun and remembered + told + scheduled + dropped > 0 and not pcall(write) then
    written = begun
    leave(first, (answered - first) / STRIDE)
  end
end

if written > 0 then
  local result = redis.pcall('MSET', unpack(writes, 1, written))
  if result.err then
    for i = 1, answered do
      if type(replies[i]) == 'number' then
        replies[i] = '!E ' .. result.err
      end
    end
  end
end
return replies
