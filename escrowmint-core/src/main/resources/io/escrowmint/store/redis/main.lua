-- main.lua: runs the commands of this call one by one, then writes what they changed, partition by partition.
--
-- KEYS: for each partition: mode; for each wallet: state; for each partition: control, events, due, k0, k1, r0, r1; for
--       each wallet: claims, expiry
-- ARGV: number of partitions, number of wallets, for each the number of its partition and its name; then the commands:
--       verb, number of the wallet, number of arguments, arguments ('' if absent)
-- reply: one answer for each command, in order: a line of words, or an array that begins with one. Beside a verb's own:
--        M more has expired, repeat; '!C reason' corrupt; '!F' fenced; '!E error' nothing of this partition was written

-- milliseconds until the sweeper comes back to a wallet that it could not touch
local POSTPONED = 10000

local partitions, wallets, answers, owners = {}, {}, {}, {}
local numberOfPartitions, numberOfWallets = tonumber(ARGV[1]), tonumber(ARGV[2])
local loaded = redis.call('MGET', unpack(KEYS, 1, numberOfPartitions + numberOfWallets))
local keyed, cursor = numberOfPartitions + numberOfWallets, 3

for i = 1, numberOfPartitions do
  local mode = loaded[i]
  partitions[i] = { mode = mode, since = mode and tonumber(mode:match('^r(%d+)$')) or -1, control = KEYS[keyed + 1],
    events = KEYS[keyed + 2], due = KEYS[keyed + 3], k0 = KEYS[keyed + 4], k1 = KEYS[keyed + 5], r0 = KEYS[keyed + 6],
    r1 = KEYS[keyed + 7], wallets = {} }
  keyed = keyed + 7
end

-- what a wallet has when it has none of its own: k and r, records to write by class; seen, records that were read
local fresh = { __index = { spill = NONE, events = NONE, k = NONE, r = NONE, seen = NONE, amended = NONE, orphans = NONE,
  expired = 0 } }

for i = 1, numberOfWallets do
  local p = partitions[tonumber(ARGV[cursor])]
  local w = setmetatable({ name = ARGV[cursor + 1], key = KEYS[numberOfPartitions + i], p = p, now = clock,
    value = loaded[numberOfPartitions + i], claimsKey = KEYS[keyed + 1], expiryKey = KEYS[keyed + 2], s = false,
    exists = false, untold = false, dirty = false, moved = false, rest = 0 }, fresh)
  keyed = keyed + 2
  cursor = cursor + 2
  wallets[i] = w
  p.wallets[#p.wallets + 1] = w
end

local function prepare(w)
  if w.failed then
    stop(w.failed)
  end
  local mode = w.p.mode
  if mode and mode ~= 'r' and not mode:match('^r?%d+$') then
    -- nothing is known against the wallet
    w.postponed = true
    stop('!C the mode of the partition cannot be read')
  end
  if not w.s then
    if w.value then
      open(w)
    else
      absent(w)
    end
  end
  if w.s[FLAGS] % 2 == 1 then
    w.postponed = true
    stop('!F')
  end
  w.begun = w.s[SEQ]
  local due = w.s[DUE]
  if due ~= 0 and w.now >= due then
    reclaim(w)
  end
end

local function run(verb, w)
  prepare(w)
  return verb(w)
end

while cursor <= #ARGV do
  local w = wallets[tonumber(ARGV[cursor + 1])]
  base, count = cursor + 2, tonumber(ARGV[cursor + 2])
  local ok, answer = pcall(run, verbs[ARGV[cursor]], w)
  if not ok then
    if type(answer) == 'table' and answer.reply then
      answer = answer.reply
      -- stopped half-way: nothing of this wallet is written
      if w.s and w.s[SEQ] ~= w.begun then
        w.failed = answer
      end
    else
      -- an error that no rule foresees: nothing of this wallet is written
      w.failed = '!C ' .. tostring(type(answer) == 'table' and answer.err or answer)
      answer = w.failed
    end
    if answer:sub(1, 2) == '!C' and not w.postponed then
      w.quarantine = w.quarantine or answer:sub(4)
    end
  end
  answers[#answers + 1] = answer
  owners[#answers] = w
  cursor = base + count + 1
end

-- everything but the states: what can fail comes first, and is harmless alone
local function write(p, changed)
  local scores, cleared, frame, recorded = {}, {}, { 1 }, {}
  for _, w in ipairs(changed) do
    if w.k ~= NONE or w.r ~= NONE or w.amended ~= NONE then
      recorded[#recorded + 1] = w
    end
    if w.due then
      scores[#scores + 1] = format('%d', w.due)
      scores[#scores + 1] = w.name
    elseif w.due == false then
      cleared[#cleared + 1] = w.name
    end
    for _, e in ipairs(w.events) do
      frame[#frame + 1] = e
    end
  end
  -- reads that fail on a foreign type, before anything is written
  local records = recorded[1] and settleRecords(p, recorded)
  if #frame > 1 then
    redis.call('XLEN', p.events)
  end
  if #cleared > 0 then
    redis.call('ZREM', p.due, unpack(cleared))
  end
  if #scores > 0 then
    redis.call('ZADD', p.due, unpack(scores))
  end
  if #frame > 1 then
    if p.mode:byte() == 114 then
      redis.call('XADD', p.events, '*', 'f', pack(frame))
    else
      redis.call('XADD', p.events, 'MAXLEN', '~', p.mode, '*', 'f', pack(frame))
    end
  end
  for _, w in ipairs(changed) do
    local fields, members, gone = {}, {}, {}
    for field, claim in pairs(w.spill) do
      if claim then
        fields[#fields + 1] = field
        fields[#fields + 1] = pack(claim)
        members[#members + 1] = format('%d', claim[3])
        members[#members + 1] = field
      else
        gone[#gone + 1] = field
      end
    end
    if #gone > 0 then
      redis.call('HDEL', w.claimsKey, unpack(gone))
      redis.call('ZREM', w.expiryKey, unpack(gone))
    end
    if w.orphans ~= NONE then
      redis.call('ZREM', w.expiryKey, unpack(w.orphans))
    end
    if #fields > 0 then
      redis.call('HSET', w.claimsKey, unpack(fields))
      redis.call('ZADD', w.expiryKey, unpack(members))
    end
  end
  if records then
    records()
  end
end

-- notes what is corrupt; sees that the sweeper gets past what it cannot finish: what cannot be read has its note instead
-- of its place among the due wallets; what can be read, is fenced, or lies in a partition that cannot be read is due again
-- later
local function note(p)
  for _, w in ipairs(p.wallets) do
    local later = w.postponed
    if w.quarantine then
      local noted = redis.pcall('HSET', p.control, 'q:' .. w.name, w.quarantine)
      if type(noted) == 'number' then
        if not w.s then
          redis.pcall('ZREM', p.due, w.name)
        else
          later = w.failed or not w.dirty
        end
      end
    end
    if later then
      local score = redis.pcall('ZSCORE', p.due, w.name)
      if type(score) == 'string' and tonumber(score) <= clock then
        redis.pcall('ZADD', p.due, 'XX', format('%d', clock + POSTPONED), w.name)
      end
    end
  end
end

-- whether the keys that a wallet has for itself can be written
local function writable(w)
  if w.spill ~= NONE then
    for _, size in ipairs({ redis.pcall('HLEN', w.claimsKey), redis.pcall('ZCARD', w.expiryKey) }) do
      if type(size) == 'table' then
        w.failed = '!C ' .. size.err
        w.quarantine = size.err
        return false
      end
    end
  end
  return true
end

local function valueOf(w)
  local s = w.s
  local claims = (w.moved or not w.value) and packed(w) or w.value:sub(w.rest + 1)
  local narrow = s[SEQ] <= 4294967295
  return struct.pack(narrow and '>BBBI4BI8BI8BI8' or '>BBBI8BI8BI8BI8', 159, s[FLAGS], narrow and 206 or 207, s[SEQ],
    207, s[TIME], 207, s[AVAILABLE], 207, s[SPENT]) .. pack(unpack(s, EPOCH)) .. claims
end

-- finds nothing, but whatever is written after it is written into a full Redis too
if FIRST_WRITE_FREES then
  redis.pcall('ZREM', partitions[1].due, '')
end

local values = {}
for _, p in ipairs(partitions) do
  local changed, beyond = {}, false
  for _, w in ipairs(p.wallets) do
    local more = w.k ~= NONE or w.r ~= NONE or w.amended ~= NONE
    if not w.failed and (w.dirty or w.misplaced or more) and writable(w) then
      changed[#changed + 1] = w
      beyond = beyond or more or w.due ~= nil or w.events ~= NONE or w.spill ~= NONE or w.orphans ~= NONE
    end
  end
  local ok, err = true, nil
  if beyond then
    ok, err = pcall(write, p, changed)
  end
  if ok then
    for _, w in ipairs(changed) do
      if w.dirty then
        values[#values + 1] = w.key
        values[#values + 1] = valueOf(w)
      end
    end
  else
    for _, w in ipairs(changed) do
      w.failed = '!E ' .. tostring(type(err) == 'table' and err.err or err)
    end
  end
  note(p)
end

if #values > 0 then
  local result
  if #values == 2 then
    result = redis.pcall('SET', values[1], values[2])
  else
    result = redis.pcall('MSET', unpack(values))
  end
  if type(result) == 'table' and result.err then
    for _, w in ipairs(wallets) do
      if w.dirty then
        w.failed = '!E ' .. result.err
      end
    end
  end
end

for i = 1, #answers do
  if owners[i].failed then
    answers[i] = owners[i].failed
  end
end

return answers
