-- plain.lua: what the scripts of plain commands share. A plain command is the case that is nearly always there, with
-- nothing around it: a consume without a key, a reserve under an id that the library made, the commit or cancel of such
-- a hold; none with a trace.
--
-- Such a script is assembled as: settings, plain, its verb, plain-main. It knows wallets that are sound and quiet, and
-- nothing else. What it does not know (no wallet, a fence, debt, something expired, a state that cannot be read or breaks
-- the law, a refusal, a replay) it leaves untouched, and the command goes through the full script, which knows the
-- answer. A state is taken apart into locals and claims are cut out of its bytes, which is several times cheaper here
-- than tables; numbers are packed a few at a time, because each argument of pack becomes a string of its own first.

local MAX = 9007199254740991
local INLINE = 64

local format, pack, byte, char, sub, find = string.format, cmsgpack.pack, string.byte, string.char, string.sub,
  string.find
local fields = cmsgpack.unpack_limit

local time = redis.call('TIME')
local clock = time[1] * 1000 + math.floor(time[2] / 1000)

-- what is to be done, packed values one after the other: number of partitions, 1 if events are passed; for each partition
-- number of wallets; for each wallet name, number of commands, where the next begins; for each command its arguments
local plan = ARGV[1]
local cursor, partitions, passed = fields(plan, 2, 0)

-- the partition at hand
local mode, dueKey, r0, r1, stream

-- the answers, and how many come before those of the wallet at hand
local replies, answered = {}, 0

-- what is to be written in the partition at hand: each a list and how much of it counts
local remembered, told, scheduled, dropped = 0, 0, 0, 0
local receipts, frame, scores, cleared

-- now, where the changing part and the claims begin, and the header of a state, without what is known: no fence, no debt.
-- An error stands for a wallet that is not plain; a comparison fails on anything that is not a number
local function opened(value)
  local from, flags, epoch, l, g, d, leases, spilled = fields(value, 7, 1)
  local at, seq, written, touched, a, h, s, due, holds = fields(value, 8, from)
  local now = touched > clock and touched or clock
  if byte(value) == 159 and at > 0 and flags == 2 and d == 0 and (due == 0 or now < due) and (not mode or seq == written)
    and a >= 0 and h >= 0 and l >= 0 and s >= 0 and g <= MAX and a + h + l + s == g
    and epoch >= 0 and seq >= 0 and written >= 0 and touched >= 0 and due >= 0 and holds >= 0 and leases >= 0
    and spilled >= 0 and epoch % 1 + seq % 1 + written % 1 + touched % 1 + a % 1 + h % 1 + l % 1 + s % 1 + g % 1
    + due % 1 + holds % 1 + leases % 1 + spilled % 1 == 0 then
    return now, from, at, epoch, seq, written, a, h, l, s, g, due, holds, leases, spilled
  end
  error()
end

-- the bytes of a header that began like the given one, if it keeps the law
local function closed(value, from, seq, written, now, a, h, l, s, g, due, holds)
  if a >= 0 and h >= 0 and s >= 0 and a + h + l + s == g then
    return sub(value, 1, from) .. pack(seq, mode and seq or written, now, a, h, s, due, holds)
  end
  error()
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
