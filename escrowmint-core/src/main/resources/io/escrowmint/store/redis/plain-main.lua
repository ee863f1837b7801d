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

-- everything of a partition but the states, of its receipts, events, and wallets that become due or no longer are, as many
-- as are counted. What can fail fails in a read, or first of all writes, so that none is left half-way
local function write(dueKey, r0, stream, mode, clock, receipts, remembered, frame, told, scores, scheduled, cleared, dropped)
  if remembered > 0 then
    local birth = tonumber(redis.call('HGET', r0, '') or '')
    if not birth or clock - birth >= RECEIPT_TTL then
      error()
    end
  end
  if told > 0 and scheduled + dropped > 0 then
    redis.call('ZCARD', dueKey)
  end
  if FIRST_WRITE_FREES then
    redis.call('HDEL', r0, '-')
  end
  if told > 0 then
    local bytes = '\220' .. string.char(math.floor((told + 1) / 256), (told + 1) % 256) .. '\1'
      .. table.concat(frame, '', 1, told)
    if mode:byte() == 114 then
      redis.call('XADD', stream, '*', 'f', bytes)
    else
      redis.call('XADD', stream, 'MAXLEN', '~', mode, '*', 'f', bytes)
    end
  end
  if scheduled > 0 then
    redis.call('ZADD', dueKey, unpack(scores, 1, scheduled))
  end
  if dropped > 0 then
    redis.call('ZREM', dueKey, unpack(cleared, 1, dropped))
  end
  if remembered > 0 then
    redis.call('HSET', r0, unpack(receipts, 1, remembered))
  end
end

-- the answers, and how many come before those of the wallet at hand, which is that among the keys, and whose commands
-- stand behind that place of the plan; what is to be written, and how much of it there is. Lists have room for a lone
-- command, because a list grows by one, two, four, and is copied each time
local replies, answered = STRIDE == 2 and { 'T', 'T' } or { 'T' }, 0
local state, from = passed == 1 and partitions or 1, 2
local writes, written = { '', '' }, 0
local scores, cleared

for i = 1, partitions do
  local mode = passed == 1 and values[i]
  -- when the last reader came, -1 if that is unknown, false if no events are written
  local since = mode and (tonumber(mode:match('^r(%d+)$')) or -1)
  local dueKey, r0, r1, stream = KEYS[keyed + 1], KEYS[keyed + 2], KEYS[keyed + 3], KEYS[keyed + each]
  keyed = keyed + each
  local remembered, told, scheduled, dropped = 0, 0, 0, 0
  local first, begun = answered, written
  from = from + 1
  for _ = 1, plan[from] do
    state, from = state + 1, from + 1
    local key, count = KEYS[state], plan[from]
    -- a wallet's name is what its key ends with; the partition's other keys are as long up to their last letter
    local name = mode and sub(key, #stream + 2)
    local plain, value, due, toldNow, rememberedNow = pcall(apply, values[state], plan, from, count, replies, answered,
      clock, since, name, told, remembered, r0, r1)
    if not plain then
      for k = answered + 1, answered + count * STRIDE do
        replies[k] = 'T'
      end
    elseif value then
      writes[written + 1], writes[written + 2] = key, value
      written, told, remembered = written + 2, toldNow, rememberedNow
      if due == 0 then
        cleared = cleared or {}
        dropped = dropped + 1
        cleared[dropped] = sub(key, #dueKey + 2)
      elseif due then
        scores = scores or {}
        scores[scheduled + 1], scores[scheduled + 2] = string.format('%d', due), sub(key, #dueKey + 2)
        scheduled = scheduled + 2
      end
    end
    from, answered = from + count * WIDTH, answered + count * STRIDE
  end
  local known = not mode or mode == 'r' or mode:match('^r?%d+$')
  if not known or remembered + told + scheduled + dropped > 0 and not pcall(write, dueKey, r0, stream, mode, clock, receipts,
    remembered, frame, told, scores, scheduled, cleared, dropped) then
    written = begun
    for k = first + 1, answered do
      replies[k] = 'T'
    end
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
