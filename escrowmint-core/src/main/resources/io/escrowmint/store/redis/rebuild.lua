-- rebuild: puts a wallet in the place of a fenced one, in one call or in several parts of which only the last changes it.
-- What earlier parts brought waits in staged keys; a part that comes twice is counted once.
-- KEYS: state, claims, expiry, staged claims, staged expiry, control, mode, events, due, k0, k1, r0, r1
-- ARGV: wallet, token of this rebuild, number of the part from 0 on, 1 if it is the last, epoch and seq of what is
--       replaced, idempotency ttl, receipt ttl, frames to keep without a reader, epoch and time to go beyond, available
--       held leased spent granted debt, the change of each, note or '', number of claims in all, of claims in this part,
--       of receipts in this part; for each claim field and claim; for each receipt its class, field and record
-- reply: { D done | P part taken | S something else is there | N not fenced | T another rebuild has begun, epoch, seq }
--        | { '!C reason' }, nothing was changed
local MAX, INLINE, STAGED_FOR = 9007199254740991, 16, 86400000
local format, pack, decode, char = string.format, cmsgpack.pack, cmsgpack.unpack_one, string.char
local floor, min, max = math.floor, math.min, math.max
local time = redis.call('TIME')
local clock = time[1] * 1000 + floor(time[2] / 1000)

local state, claimsKey, expiryKey, stagedClaims, stagedExpiry, control, mode, events, due = unpack(KEYS, 1, 9)
local generations = { k = { KEYS[10], KEYS[11] }, r = { KEYS[12], KEYS[13] } }
local wallet, token, part, last = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4] == '1'
local ttl = { k = tonumber(ARGV[7]), r = tonumber(ARGV[8]) }
local numberOfClaims, claimsHere, receiptsHere = tonumber(ARGV[25]), tonumber(ARGV[26]), tonumber(ARGV[27])
local field = 'b:' .. wallet

local function whole(x)
  return type(x) == 'number' and x >= 0 and x % 1 == 0
end

-- whether nothing can change what lies there, and its epoch and seq
local function standing()
  local value = redis.pcall('GET', state)
  if value == false then
    return false, 0, 0
  end
  local ok, _, s = pcall(decode, value, 0)
  if not ok or type(s) ~= 'table' or #s ~= 15 then
    return true, 0, 0
  end
  for i = 1, 15 do
    if not whole(s[i]) then
      return true, 0, 0
    end
  end
  return s[1] ~= 2 and s[1] ~= 4, s[6], s[2]
end

local fenced, epoch, seq = standing()
if epoch ~= tonumber(ARGV[5]) or seq ~= tonumber(ARGV[6]) then
  return { 'S', format('%d', epoch), format('%d', seq) }
elseif not fenced then
  return { 'N', format('%d', epoch), format('%d', seq) }
end

-- fails on a foreign type before anything is written
for _, key in ipairs({ control, KEYS[10], KEYS[11], KEYS[12], KEYS[13] }) do
  redis.call('HLEN', key)
end
redis.call('XLEN', events)
redis.call('ZCARD', due)

-- what the parts so far came to: token, next part, claims, holds, leases, held, leased, earliest expiry
local sum = { token, 0, 0, 0, 0, 0, 0, 0 }
if part > 0 then
  local _, known = decode(redis.call('HGET', control, field) or '\144', 0)
  if known[1] ~= token then
    return { 'T', format('%d', epoch), format('%d', seq) }
  end
  sum = known
  if part < sum[2] then
    return { 'P', format('%d', epoch), format('%d', seq) }
  end
end

local at = 28
local fields, claims = {}, {}
for i = 1, claimsHere do
  fields[i], claims[i] = ARGV[at], ARGV[at + 1]
  at = at + 2
  local _, claim = decode(claims[i], 0)
  sum[3] = sum[3] + 1
  if fields[i]:byte(1) == 104 then
    sum[4], sum[6] = sum[4] + 1, sum[6] + claim[2]
  else
    sum[5], sum[7] = sum[5] + 1, sum[7] + claim[2] - claim[6] - claim[7]
  end
  if sum[8] == 0 or claim[3] < sum[8] then
    sum[8] = claim[3]
  end
end
sum[2] = part + 1

local a, h, l, s, g, d = tonumber(ARGV[12]), tonumber(ARGV[13]), tonumber(ARGV[14]), tonumber(ARGV[15]),
  tonumber(ARGV[16]), tonumber(ARGV[17])
if last then
  local lawful = whole(a) and whole(h) and whole(l) and whole(s) and whole(g) and whole(d) and g + d <= MAX
    and a + h + l + s == g + d and (a == 0 or d == 0)
  if not lawful then
    return { '!C the figures break the conservation law' }
  elseif sum[3] ~= numberOfClaims or sum[6] ~= h or sum[7] ~= l then
    return { '!C the holds and leases do not come to the figures' }
  end
end

-- a receipt that is still there stays, but a charge stays a charge, and was refunded as much as either says
local function merged(known, told, space)
  if space == 111 and known[1] == 1 and (told[6] or 0) > (known[6] or 0) then
    known[4], known[5], known[6] = known[4] or 0, known[5] or '', told[6]
    return known
  elseif space == 114 and told[1] == 1 then
    if known[1] ~= 1 then
      return told
    elseif (told[8] or 0) > (known[8] or 0) then
      known[8] = told[8]
      return known
    end
  elseif space == 108 and told[1] == 2 and known[1] == 2 and told[7] > known[7] then
    known[7] = told[7]
    return known
  end
end

local fresh = { k = {}, r = {} }
for _ = 1, receiptsHere do
  local class, place, record = ARGV[at], ARGV[at + 1], ARGV[at + 2]
  at = at + 3
  local found = false
  for _, key in ipairs({ generations[class][1], generations[class][2], generations[class == 'k' and 'r' or 'k'][1],
    generations[class == 'k' and 'r' or 'k'][2] }) do
    local raw = redis.call('HGET', key, place)
    if raw then
      found = true
      local ok, _, known = pcall(decode, raw, 0)
      local _, told = decode(record, 0)
      local changed = ok and type(known) == 'table' and merged(known, told, place:byte(1))
      if changed then
        redis.call('HSET', key, place, pack(changed))
      end
      break
    end
  end
  if not found then
    local list = fresh[class]
    list[#list + 1] = place
    list[#list + 1] = record
  end
end
for class, list in pairs(fresh) do
  local current, previous = generations[class][1], generations[class][2]
  if #list > 0 then
    local birth = tonumber(redis.call('HGET', current, '') or 0) or 0
    if birth > 0 and clock - birth >= ttl[class] then
      redis.call('UNLINK', previous)
      redis.call('RENAME', current, previous)
      birth = 0
    end
    if birth == 0 then
      redis.call('HSET', current, '', format('%d', clock))
      redis.call('PEXPIRE', current, format('%d', 2 * ttl[class]))
    end
    for i = 1, #list, 1000 do
      redis.call('HSET', current, unpack(list, i, min(i + 999, #list)))
    end
  end
end

if part == 0 then
  redis.call('UNLINK', stagedClaims, stagedExpiry)
end
local inline = last and numberOfClaims <= INLINE
if not inline and claimsHere > 0 then
  for i = 1, claimsHere, 500 do
    local values, scores = {}, {}
    for j = i, min(i + 499, claimsHere) do
      local _, claim = decode(claims[j], 0)
      values[#values + 1], values[#values + 2] = fields[j], claims[j]
      scores[#scores + 1], scores[#scores + 2] = format('%d', claim[3]), fields[j]
    end
    redis.call('HSET', stagedClaims, unpack(values))
    redis.call('ZADD', stagedExpiry, unpack(scores))
  end
  redis.call('PEXPIRE', stagedClaims, STAGED_FOR)
  redis.call('PEXPIRE', stagedExpiry, STAGED_FOR)
end
if not last then
  redis.call('HSET', control, field, pack(sum))
  return { 'P', format('%d', epoch), format('%d', seq) }
end

-- fields and claims as one packed array; claims are packed already
local function sequence(names, values)
  local n = 2 * #names
  local bytes = { n < 16 and char(144 + n) or n < 65536 and '\220' .. char(floor(n / 256), n % 256)
    or '\221' .. char(floor(n / 16777216), floor(n / 65536) % 256, floor(n / 256) % 256, n % 256) }
  for i = 1, #names do
    bytes[#bytes + 1] = pack(names[i])
    bytes[#bytes + 1] = values[i]
  end
  return table.concat(bytes)
end

if part > 0 then
  local all = redis.call('HGETALL', stagedClaims)
  fields, claims = {}, {}
  for i = 1, #all, 2 do
    fields[#fields + 1], claims[#claims + 1] = all[i], all[i + 1]
  end
  if #fields ~= numberOfClaims then
    return { '!C the staged holds and leases are not all there' }
  end
end
local open = sequence(fields, claims)
local now = max(clock, tonumber(ARGV[11]))
epoch = max(epoch + 1, tonumber(ARGV[10]) + 1, now)
local note = ARGV[24] ~= '' and ARGV[24]
local frame = '\146\1\220\0\28' .. pack(17, wallet, epoch, 1, now) .. pack(tonumber(ARGV[18]), tonumber(ARGV[19]),
  tonumber(ARGV[20]), tonumber(ARGV[21]), tonumber(ARGV[22]), tonumber(ARGV[23])) .. pack(a, h, l, s, g, d)
  .. pack(false, false, false, false, false, false, false, false, false, note) .. open
local written = redis.call('GET', mode)
if written and written:byte() == 114 then
  redis.call('XADD', events, '*', 'f', frame)
else
  redis.call('XADD', events, 'MAXLEN', '~', ARGV[9], '*', 'f', frame)
end
redis.call('UNLINK', claimsKey, expiryKey)
local spilled = 0
if inline then
  redis.call('UNLINK', stagedClaims, stagedExpiry)
else
  spilled = numberOfClaims
  redis.call('RENAME', stagedClaims, claimsKey)
  redis.call('RENAME', stagedExpiry, expiryKey)
  redis.call('PERSIST', claimsKey)
  redis.call('PERSIST', expiryKey)
end
if sum[8] > 0 then
  redis.call('ZADD', due, format('%d', sum[8]), wallet)
else
  redis.call('ZREM', due, wallet)
end
redis.call('HDEL', control, field, 'f:' .. wallet, 'q:' .. wallet)
redis.call('SET', state, struct.pack('>BBBI4BI8BI8BI8', 159, 4, 206, 1, 207, now, 207, a, 207, s)
  .. pack(epoch, l, g, d, sum[5], spilled, 1, h, sum[8], sum[4]) .. (inline and open or '\144'))
return { 'D', format('%d', epoch), '1' }
