-- spend: consumes without key and trace, of any wallets: the case that is nearly always there, with nothing around it.
--
-- What is not plain (no wallet, a fence, something expired, a state that cannot be read or breaks the law, a shortage,
-- events to be written) it leaves untouched, and the command goes through the full script, which knows the answer.
--
-- KEYS: for each partition: mode; then for each wallet: state
-- ARGV: number of partitions; then for each command: number of its wallet, amount
-- reply: for each command: 'A available 0 0' | T leave it to the full script | Q likewise, and events are written
--        | '!E error' nothing was written

local FLAGS, EPOCH, SEQ, WRITTEN, TIME = 1, 2, 3, 4, 5
local AVAILABLE, HELD, LEASED, SPENT, GRANTED, DEBT = 6, 7, 8, 9, 10, 11
local DUE, HOLDS, LEASES, SPILLED = 12, 13, 14, 15
local MAX = 9007199254740991

local time = redis.call('TIME')
local clock = time[1] * 1000 + math.floor(time[2] / 1000)
local values = redis.call('MGET', unpack(KEYS))
local partitions = tonumber(ARGV[1])
local format, decode = string.format, cmsgpack.unpack_one

local other = 'T'
for i = 1, partitions do
  if values[i] then
    other = 'Q'
  end
end

-- a wallet that may be charged here; an error stands for no
local function plain(value)
  local at, s = decode(value, 0)
  local a, h, l, n, g, d = s[AVAILABLE], s[HELD], s[LEASED], s[SPENT], s[GRANTED], s[DEBT]
  if at > 0 and #s == 15 and s[FLAGS] == 2 and (s[DUE] == 0 or clock < s[DUE] and s[TIME] < s[DUE]) and a >= 0 and h >= 0
    and l >= 0 and n >= 0 and g >= 0 and d == 0 and g <= MAX and a + h + l + n == g and a % 1 + n % 1 + s[SEQ] % 1 == 0 and s[EPOCH] >= 0 and s[SEQ] >= 0
    and s[WRITTEN] >= 0 and s[HOLDS] >= 0 and s[LEASES] >= 0 and s[SPILLED] >= 0 then
    return s, at
  end
end

local states, ends, changed, replies = {}, {}, {}, {}
for i = 2, #ARGV, 2 do
  local index = tonumber(ARGV[i])
  local s = states[index]
  if s == nil then
    local value = values[partitions + index]
    local ok, at
    if value and other == 'T' then
      ok, s, at = pcall(plain, value)
    end
    s = ok and s or false
    states[index], ends[index] = s, at
  end
  local amount = tonumber(ARGV[i + 1])
  if s and s[AVAILABLE] >= amount then
    s[AVAILABLE] = s[AVAILABLE] - amount
    s[SPENT] = s[SPENT] + amount
    s[SEQ] = s[SEQ] + 1
    changed[index] = true
    replies[i / 2] = format('A %d 0 0', s[AVAILABLE])
  else
    replies[i / 2] = other
  end
end

local writes = {}
for index in pairs(changed) do
  local s = states[index]
  if s[TIME] < clock then
    s[TIME] = clock
  end
  writes[#writes + 1] = KEYS[partitions + index]
  writes[#writes + 1] = cmsgpack.pack(s) .. values[partitions + index]:sub(ends[index] + 1)
end
if #writes > 0 then
  local result = redis.pcall('MSET', unpack(writes))
  if result.err then
    for i = 1, #replies do
      if replies[i]:byte(1) == 65 then
        replies[i] = '!E ' .. result.err
      end
    end
  end
end
return replies
