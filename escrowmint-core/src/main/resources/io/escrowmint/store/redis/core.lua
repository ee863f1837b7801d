-- core.lua: the wallets of this call, the one way to change them, and their events.
--
-- Every script is assembled as: settings, core, the parts its verbs need, its verbs, main. Nothing is written before
-- main has run every command; see main.lua for KEYS, ARGV and the reply. Credits are whole numbers up to 2^53-1, times
-- are milliseconds of this server's clock.

local MAX = 9007199254740991
local format, pack, decode = string.format, cmsgpack.pack, cmsgpack.unpack_one

-- a wallet's header, packed as an array; FLAGS is 2, or 4 in a life that began as a rebuild, and one more while the wallet is
-- fenced. What every command changes comes first and has room to grow in, so that a plain command writes it in one go and copies the rest. DUE is at most the earliest
-- expiry, 0 without one; SPILLED counts the claims outside of the value
local FLAGS, SEQ, TIME, AVAILABLE, SPENT = 1, 2, 3, 4, 5
local EPOCH, LEASED, GRANTED, DEBT, LEASES, SPILLED, WRITTEN, HELD, DUE, HOLDS = 6, 7, 8, 9, 10, 11, 12, 13, 14, 15

local time = redis.call('TIME')
local clock = time[1] * 1000 + math.floor(time[2] / 1000)

local verbs = {}
local settleRecords -- set by records.lua
local base, count = 0, 0 -- where the arguments of the running command lie in ARGV

-- an argument of the running command; nil if it is absent
local function text(i)
  if i <= count then
    local value = ARGV[base + i]
    if value ~= '' then
      return value
    end
  end
  return nil
end

local function number(i)
  local value = text(i)
  return value and tonumber(value)
end

-- stops the running command; nothing of it has been applied
local function stop(reply)
  error({ reply = reply })
end

local function corrupt(w, reason)
  w.quarantine = reason
  stop('!C ' .. reason)
end

-- what a wallet shares with all others until it has some of its own; never written
local NONE = {}

-- the list of a wallet under a name, for writing
local function own(w, name)
  local list = w[name]
  if list == NONE then
    list = {}
    w[name] = list
  end
  return list
end

local function lawful(a, h, l, s, g, d)
  return a >= 0 and h >= 0 and l >= 0 and s >= 0 and g >= 0 and d >= 0 and g + d <= MAX
    and a + h + l + s == g + d and (a == 0 or d == 0)
end

-- the time of a wallet never goes back, and passes that at which the last reader came: what changes in the same millisecond
-- is later
local function later(w, last)
  if last > w.now then
    w.now = last
  end
  if w.now == w.p.since then
    w.now = w.now + 1
  end
end

-- a missing state is an unknown wallet only if nothing of the wallet is left
local function absent(w)
  local p = w.p
  if redis.call('EXISTS', w.key, w.claimsKey, w.expiryKey) > 0 or redis.call('ZSCORE', p.due, w.name)
    or redis.call('HEXISTS', p.control, 'q:' .. w.name) == 1 then
    corrupt(w, 'the state is missing')
  end
  w.s = { 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }
  later(w, 0)
  w.spilled = 0
  w.claims = {}
end

-- a comparison fails on anything that is not a number
local function decoded(value)
  local at, s = decode(value, 0)
  local readable = at >= 1 and #s == 15 and s[FLAGS] >= 0 and s[EPOCH] >= 0 and s[SEQ] >= 0 and s[WRITTEN] >= 0
    and s[TIME] >= 0 and s[DUE] >= 0 and s[HOLDS] >= 0 and s[LEASES] >= 0 and s[SPILLED] >= 0
    and s[EPOCH] % 1 + s[SEQ] % 1 + s[WRITTEN] % 1 + s[TIME] % 1 + s[DUE] % 1 + s[HOLDS] % 1 + s[LEASES] % 1
    + s[SPILLED] % 1 + s[AVAILABLE] % 1 + s[HELD] % 1 + s[LEASED] % 1 + s[SPENT] % 1 + s[GRANTED] % 1 + s[DEBT] % 1 == 0
  return readable, at, s, readable and lawful(s[AVAILABLE], s[HELD], s[LEASED], s[SPENT], s[GRANTED], s[DEBT])
end

local function open(w)
  local ok, readable, at, s, sound = pcall(decoded, w.value)
  if not ok or not readable then
    corrupt(w, 'the state cannot be read')
  end
  if s[FLAGS] < 2 or s[FLAGS] > 5 or s[FLAGS] % 1 ~= 0 then
    corrupt(w, 'the state has an unknown version')
  end
  if not sound then
    corrupt(w, 'the figures break the conservation law')
  end
  w.exists = true
  w.rest = at
  w.s = s
  w.spilled = s[SPILLED]
  later(w, s[TIME])
  -- whoever began to read since has not been told of it. A clock that was set back catches up first: what is told before
  -- could not be told from what was before
  local since = w.p.since
  w.untold = s[WRITTEN] ~= s[SEQ] or s[TIME] <= since and since < w.now
end

-- what goes out with a refusal, unless more has expired than one touch reclaims: then the call is repeated
local function refuse(w, reply)
  if w.more then
    return 'M'
  end
  return reply
end

-- how an inflow of x is split: what reaches available, what pays debt
local function inflow(w, x)
  local debt = w.s[DEBT]
  if debt < x then
    return x - debt, debt
  end
  return 0, x
end

local claimsOf -- set by claims.lua

local function event(w, kind, a, h, l, s, g, d, id, named, owner, expiry, asked, charged, late, original, request, note)
  local f = w.s
  f[SEQ] = f[SEQ] + 1
  f[WRITTEN] = f[SEQ]
  local events = own(w, 'events')
  events[#events + 1] = { kind, w.name, f[EPOCH], f[SEQ], w.now, a, h, l, s, g, d, f[AVAILABLE], f[HELD], f[LEASED],
    f[SPENT], f[GRANTED], f[DEBT], id or false, named or false, owner or false, expiry or false, asked or false,
    charged or false, late or false, original or false, request or false, note or false }
end

-- applies one change of the figures, with its event; the only place that moves credits. What is remembered of a wallet may
-- outlive a state that was lost; there is nothing to change then
local function change(w, kind, a, h, l, s, g, d, ...)
  if not w.exists then
    corrupt(w, 'the state is missing')
  end
  local f = w.s
  local na, nh, nl, ns, ng, nd = f[AVAILABLE] + a, f[HELD] + h, f[LEASED] + l, f[SPENT] + s, f[GRANTED] + g, f[DEBT] + d
  if not lawful(na, nh, nl, ns, ng, nd) then
    corrupt(w, 'the change would break the conservation law')
  end
  local mode = w.p.mode
  if mode and w.untold then
    local claims = claimsOf(w)
    w.untold = false
    -- whoever knows the lives before this one, but not how it began, would count a rebuild of them twice
    local rebuilt = f[FLAGS] > 3 and 'rebuilt'
    event(w, 16, 0, 0, 0, 0, 0, 0, nil, nil, nil, nil, nil, nil, nil, nil, nil, rebuilt)
    w.events[#w.events][28] = claims
  end
  f[AVAILABLE], f[HELD], f[LEASED], f[SPENT], f[GRANTED], f[DEBT] = na, nh, nl, ns, ng, nd
  f[TIME] = w.now
  w.dirty = true
  if mode then
    event(w, kind, a, h, l, s, g, d, ...)
  else
    f[SEQ] = f[SEQ] + 1
  end
end

local function isClaim(claim)
  return type(claim) == 'table' and type(claim[1]) == 'number' and type(claim[2]) == 'number'
    and type(claim[3]) == 'number'
end

local packed -- set by claims.lua

-- the inline claims of a wallet, taken apart: field, claim, field, claim, ...
local function inline(w)
  local list = w.claims
  if not list then
    local bytes, from = w.value, w.rest
    if w.moved then
      bytes, from = packed(w), 0
    end
    local ok, at, value = pcall(decode, bytes, from)
    if not ok or at ~= -1 or type(value) ~= 'table' or #value % 2 ~= 0 then
      corrupt(w, 'the claims cannot be read')
    end
    list = value
    for i = 1, #list, 2 do
      if type(list[i]) ~= 'string' or not isClaim(list[i + 1]) then
        corrupt(w, 'the claims cannot be read')
      end
    end
    w.claims = list
  end
  return list
end

-- the exact earliest expiry, 0 without one
local function earliest(w)
  local least = 0
  local list = inline(w)
  for i = 2, #list, 2 do
    local expiry = list[i][3]
    if least == 0 or expiry < least then
      least = expiry
    end
  end
  if w.s[SPILLED] > 0 or next(w.spill) then
    local changed = 0
    for _, claim in pairs(w.spill) do
      changed = changed + 1
      if claim and (least == 0 or claim[3] < least) then
        least = claim[3]
      end
    end
    local first = redis.call('ZRANGE', w.expiryKey, 0, changed, 'WITHSCORES')
    for i = 1, #first, 2 do
      if w.spill[first[i]] == nil then
        local expiry = tonumber(first[i + 1])
        if least == 0 or expiry < least then
          least = expiry
        end
        break
      end
    end
  end
  return least
end

local function insufficient(w, requested)
  if w.more then
    return 'M'
  end
  local f = w.s
  return format('I %d %d %d %d %d', f[AVAILABLE], requested, f[HELD], f[LEASED], earliest(w))
end

local reclaim -- set by reclaim.lua
