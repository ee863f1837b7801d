-- plain.lua: what the scripts of plain commands share. A plain command is the case that is nearly always there, with
-- nothing around it: a consume without a key, a reserve under an id that the library made, the commit or cancel of such
-- a hold; none with a trace.
--
-- Such a script is assembled as: settings, plain-state, plain, its verb, plain-main. It knows wallets that are sound and
-- quiet, and nothing else. What it does not know (no wallet, a fence, debt, something expired, a state that cannot be read
-- or breaks the law, a refusal, a replay) it leaves untouched, and the command goes through the full script, which knows
-- the answer. A state is taken apart into locals and claims are cut out of its bytes, which is several times cheaper here
-- than tables; numbers are packed a few at a time, because each argument of pack becomes a string of its own first.
-- Functions are handed what changes and reach for little that lies outside: each local that a function reaches for is
-- looked up, allocated and freed anew with every call of the script, which for a lone command was about a fifth of its
-- instructions.

local pack, find, sub = cmsgpack.pack, string.find, string.sub
local fields, binary = cmsgpack.unpack_limit, struct.pack

local time = redis.call('TIME')
local clock = time[1] * 1000 + math.floor(time[2] / 1000)

-- what settled commands leave behind, fields and records in turns; set by the verbs that have some
local receipts

-- now, where the changing part and the claims begin, and the header of a state, without what is known: no fence, no debt.
-- An error stands for a wallet that is not plain; a comparison fails on anything that is not a number
local function opened(value, clock, since)
  local from, _, seq, touched, a, s, epoch, l, g, d, leases, spilled = fields(value, 11, 1)
  local at, written, h, due, holds = fields(value, 4, from)
  local now = touched > clock and touched or clock
  if now == since then
    now = now + 1
  end
  if (value:find(SHORT) or value:find(LONG)) and at > 0 and seq >= 0 and touched >= 0 and d == 0 and g <= MAX
    and a + h + l + s == g and written >= 0 and written % 1 == 0
    and (not since or seq == written and (touched > since or now < since))
    and quiet(now, h, l, due, holds, leases, spilled) then
    return now, from, at, epoch, seq, written, a, h, l, s, g, due, holds, leases, spilled
  end
  error()
end

-- the bytes of a state whose rest is as it was, if it keeps the law, with its claims in three pieces; the full script makes
-- room for a larger seq. Joined in one go, because each string on the way is hashed from end to end
local function closed(value, from, seq, told, now, a, h, l, s, g, due, holds, begin, kept, added)
  local short = value:byte(3) == 206
  if a < 0 or h < 0 or s < 0 or a + h + l + s ~= g or short and seq > NARROW then
    error()
  end
  local changed = short and binary('>c2BI4BI8BI8BI8', value, 206, seq, 207, now, 207, a, 207, s)
    or binary('>c2BI8BI8BI8BI8', value, 207, seq, 207, now, 207, a, 207, s)
  return changed .. value:sub(#changed + 1, from) .. pack(told, h, due, holds) .. begin .. kept .. added
end

-- an event, as in core.lua, without what a plain command never has: leases, debt, an owner, a trace
local frame, tell
if passed == 1 then
  frame = {}
  tell = function(at, kind, name, epoch, seq, now, a, h, s, available, held, leased, spent, granted, id, expiry, asked, charged)
    frame[at] = '\220\0\27' .. pack(kind, name, epoch, seq, now, a, h) .. '\0' .. pack(s) .. '\0\0'
      .. pack(available, held, leased, spent, granted) .. '\0' .. pack(id) .. '\194\194' .. pack(expiry, asked, charged)
      .. '\194\194\194\194'
  end
end
