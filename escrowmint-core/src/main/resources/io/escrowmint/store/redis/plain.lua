-- plain.lua: what the scripts of plain commands share. A plain command is the case that is nearly always there, with
-- nothing around it: a consume without a key, a reserve under an id that the library made, the commit or cancel of such
-- a hold; none with a trace.
--
-- Such a script is assembled as: settings, plain-state, plain, its verb, plain-main. It knows wallets that are sound and
-- quiet, and nothing else. What it does not know (no wallet, a fence, debt, something expired, a state that cannot be read
-- or breaks the law, a refusal, a replay) it leaves untouched, and the command goes through the full script, which knows
-- the answer. A state is taken apart into locals and claims are cut out of its bytes, which is several times cheaper here
-- than tables; numbers are packed a few at a time, because each argument of pack becomes a string of its own first.

local format, pack, byte, char, sub, find = string.format, cmsgpack.pack, string.byte, string.char, string.sub,
  string.find
local fields, binary = cmsgpack.unpack_limit, struct.pack

local time = redis.call('TIME')
local clock = time[1] * 1000 + math.floor(time[2] / 1000)

-- the partition at hand, and its wallet among the keys
local mode, dueKey, r0, r1, stream
local state = 1

-- the answers, and how many come before those of the wallet at hand
local replies, answered = {}, 0

-- what is to be written in the partition at hand: each a list and how much of it counts
local remembered, told, scheduled, dropped = 0, 0, 0, 0
local receipts, frame, scores, cleared

-- now, where the changing part and the claims begin, and the header of a state, without what is known: no fence, no debt.
-- An error stands for a wallet that is not plain; a comparison fails on anything that is not a number
local function opened(value)
  local from, _, seq, touched, a, s, epoch, l, g, d, leases, spilled = fields(value, 11, 1)
  local at, written, h, due, holds = fields(value, 4, from)
  local now = touched > clock and touched or clock
  if (find(value, SHORT) or find(value, LONG)) and at > 0 and d == 0 and g <= MAX and a + h + l + s == g
    and written >= 0 and written % 1 == 0 and (not mode or seq == written)
    and quiet(now, h, l, due, holds, leases, spilled) then
    return now, from, at, epoch, seq, written, a, h, l, s, g, due, holds, leases, spilled
  end
  error()
end

-- the bytes of a state whose rest is as it was, if it keeps the law, with its claims in three pieces; the full script makes
-- room for a larger seq. Joined in one go, because each string on the way is hashed from end to end
local function closed(value, from, seq, written, now, a, h, l, s, g, due, holds, begin, kept, added)
  local short = byte(value, 3) == 206
  if a < 0 or h < 0 or s < 0 or a + h + l + s ~= g or short and seq > NARROW then
    error()
  end
  local changed = short and binary('>BBBI4BI8BI8BI8', 159, 2, 206, seq, 207, now, 207, a, 207, s)
    or binary('>BBBI8BI8BI8BI8', 159, 2, 207, seq, 207, now, 207, a, 207, s)
  return changed .. sub(value, #changed + 1, from) .. pack(mode and seq or written, h, due, holds) .. begin .. kept .. added
end

-- the name of the wallet at hand, which its key ends with; the partition's other keys are as long up to their last letter
local function nameBeside(key)
  return sub(KEYS[state], #key + 2)
end

-- an event, as in core.lua, without what a plain command never has: leases, debt, an owner, a trace
local tell
if passed == 1 then
  frame = {}
  tell = function(kind, name, epoch, seq, now, a, h, s, available, held, leased, spent, granted, id, expiry, asked, charged)
    told = told + 1
    frame[told] = '\220\0\27' .. pack(kind, name, epoch, seq, now, a, h) .. '\0' .. pack(s) .. '\0\0'
      .. pack(available, held, leased, spent, granted) .. '\0' .. pack(id) .. '\194\194' .. pack(expiry, asked, charged)
      .. '\194\194\194\194'
  end
end
