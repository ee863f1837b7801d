-- plain.lua: what the scripts of plain commands share. A plain command is the case that is nearly always there, with
-- nothing around it: a consume without a key, a reserve under an id that the library made, the commit or cancel of such
-- a hold; none with a trace.
--
-- Such a script is assembled as: settings, plain, its verb, plain-main. It knows wallets that are sound and quiet, and
-- nothing else. What it does not know (no wallet, a fence, debt, something expired, a state that cannot be read or breaks
-- the law, a refusal, a replay) it leaves untouched, and the command goes through the full script, which knows the
-- answer. A state is taken apart into locals, which is several times cheaper here than a table.

local MAX = 9007199254740991
local INLINE = 16

local format, pack, byte = string.format, cmsgpack.pack, string.byte
local decode, fields = cmsgpack.unpack_one, cmsgpack.unpack_limit

local time = redis.call('TIME')
local clock = time[1] * 1000 + math.floor(time[2] / 1000)

-- the commands: number of partitions; for each: number of wallets; for each: name, where its receipts begin, number of
-- commands; for each its arguments
local plan = cmsgpack.unpack(ARGV[1])

-- the answers so far, and what is to be written in the partition at hand: each a list and how much of it counts
local replies, answered = {}, 0
local receipts, remembered = {}, 0
local frame, told = {}, 0
local scores, scheduled = {}, 0
local cleared, dropped = {}, 0

local function answer(i, line)
  replies[answered + i] = line
end

local function remember(field, record)
  receipts[remembered + 1], receipts[remembered + 2] = field, record
  remembered = remembered + 2
end

-- moves a wallet among the due wallets, or takes it away
local function schedule(due, name)
  if due then
    scores[scheduled + 1], scores[scheduled + 2] = format('%d', due), name
    scheduled = scheduled + 2
  else
    dropped = dropped + 1
    cleared[dropped] = name
  end
end

local function lawful(a, h, l, s, g)
  return a >= 0 and h >= 0 and l >= 0 and s >= 0 and g <= MAX and a + h + l + s == g
end

-- now, where the claims begin, and the header of a state, without what is known: no fence, no debt. An error stands for
-- a wallet that is not plain; a comparison fails on anything that is not a number
local function opened(value)
  local at, flags, epoch, seq, written, touched, a, h, l, s, g, d, due, holds, leases, spilled = fields(value, 15, 1)
  local now = touched > clock and touched or clock
  if byte(value) == 159 and at > 0 and flags == 2 and d == 0 and (due == 0 or now < due) and lawful(a, h, l, s, g)
    and epoch >= 0 and seq >= 0 and written >= 0 and touched >= 0 and due >= 0 and holds >= 0 and leases >= 0
    and spilled >= 0 and epoch % 1 + seq % 1 + written % 1 + touched % 1 + a % 1 + h % 1 + l % 1 + s % 1 + g % 1
    + due % 1 + holds % 1 + leases % 1 + spilled % 1 == 0 then
    return now, at, epoch, seq, written, a, h, l, s, g, due, holds, leases, spilled
  end
  error()
end

-- the bytes of a header, if it keeps the law
local function closed(epoch, seq, written, now, a, h, l, s, g, due, holds, leases, spilled)
  if lawful(a, h, l, s, g) then
    return '\159' .. pack(2, epoch, seq, written, now, a, h, l, s, g, 0, due, holds, leases, spilled)
  end
  error()
end

-- the claims in a state: field, claim, field, claim, ...
local function claims(value, at, count)
  local rest, list = decode(value, at)
  if rest ~= -1 or #list ~= 2 * count then
    error()
  end
  for i = 2, #list, 2 do
    local claim = list[i]
    if type(list[i - 1]) ~= 'string' or type(claim[1]) ~= 'number' or type(claim[2]) ~= 'number'
      or type(claim[3]) ~= 'number' then
      error()
    end
  end
  return list
end

-- where a field lies in a list of claims
local function position(list, field)
  for i = 1, #list, 2 do
    if list[i] == field then
      return i
    end
  end
end

-- an array of up to 65535 packed elements
local function array(count, elements)
  return '\220' .. string.char(math.floor(count / 256), count % 256) .. elements
end

-- an event, as in core.lua, without what a plain command never has: leases, debt, an owner, a trace
local function tell(kind, name, epoch, seq, now, a, h, s, available, held, leased, spent, granted, id, expiry, asked,
  charged)
  told = told + 1
  frame[told] = array(27, pack(kind, name, epoch, seq, now, a, h, 0, s, 0, 0, available, held, leased, spent, granted, 0,
    id, false, false, expiry, asked, charged, false, false, false, false))
end

-- events that were not written ask for a snapshot
local function follow(p, seq, written)
  if p.mode and seq ~= written then
    error()
  end
end
