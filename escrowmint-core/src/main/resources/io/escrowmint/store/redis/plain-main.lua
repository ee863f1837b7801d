-- plain-main.lua: runs plain commands wallet by wallet, then writes what they changed, partition by partition.
--
-- KEYS: for each partition: mode; for each wallet: state; for each partition: as many as the verb needs of due, r0, r1,
--       and events, if they are passed
-- ARGV: the plan (see plain.lua)
-- reply: for each command: its verb's | T leave it to the full script | Q pass events, they are written
--        | '!E error' nothing was written

local each = KEYED + passed
local keyed, state = #KEYS - partitions * each, partitions
local values = redis.call('MGET', unpack(KEYS, 1, keyed))
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

for i = 1, partitions do
  mode, dueKey, r0, r1, stream = values[i], KEYS[keyed + 1], KEYS[keyed + 2], KEYS[keyed + 3], KEYS[keyed + each]
  local first, begun, wallets = answered, written, nil
  local other = mode and passed == 0 and 'Q' or 'T'
  local known = not mode or passed == 1 and (mode == 'r' or mode:match('^%d+$'))
  keyed = keyed + each
  remembered, told, scheduled, dropped = 0, 0, 0, 0
  cursor, wallets = fields(plan, 1, cursor)
  for _ = 1, wallets do
    local from, name, count, length = fields(plan, 3, cursor)
    cursor = from + length
    state = state + 1
    for k = answered + 1, answered + count do
      replies[k] = other
    end
    if known and values[state] then
      local r, t, s, d = remembered, told, scheduled, dropped
      local ok, value = pcall(apply, values[state], name, from, count)
      if not ok then
        remembered, told, scheduled, dropped = r, t, s, d
        for k = answered + 1, answered + count do
          replies[k] = other
        end
      elseif value then
        writes[written + 1], writes[written + 2] = KEYS[state], value
        written = written + 2
      end
    end
    answered = answered + count
  end
  if written > begun and remembered + told + scheduled + dropped > 0 and not pcall(write) then
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
      if byte(replies[i]) == 65 then
        replies[i] = '!E ' .. result.err
      end
    end
  end
end
return replies
