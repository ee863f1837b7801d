-- claims.lua: open holds and live leases. The first sixteen of a wallet lie in its state, plain holds up to the 128th,
-- further ones in a hash (the claims) with a sorted set (their expiry). Plain reserves know no wallet of which something
-- lies outside, so a plain hold that is put there by this script keeps all of them away until it ends.
--
-- To take claims apart costs more than all else if they are many, so they stay bytes as long as nobody asks for more of
-- them than what is put there, what is not there, or a plain hold. Whatever else is found by its bytes might lie within
-- another claim, and is looked for once more when all are taken apart; and so are they before somebody is told that there is
-- no such claim, because one that is damaged is not found either.
--
-- A claim's field is 'h' or 'l' and its id. A hold is { flags, amount, expiry [, http key, fingerprint] }, a lease
-- { flags, granted, expiry, requested, owner, consumed, reported }; flags: 1 the caller chose the id, 2 the lease burns.

local INLINE, MADE_FIELD = 16, 21

-- fewer are taken apart at once, which is cheaper
local FEW = 6

local function unpacked(w, raw)
  local ok, _, claim = pcall(decode, raw, 0)
  if ok and isClaim(claim) then
    return claim
  end
end

-- the inline claims of a wallet as bytes, and what has become of them: how many they are, where the first begins, where
-- those lie that were found, which are cut out, and what is put there instead, false for what is gone; nil once they are
-- taken apart
local function unopened(w)
  if w.claims then
    return nil
  end
  local bytes = w.bytes
  if not bytes then
    local f = w.s
    local number = f[HOLDS] + f[LEASES] - f[SPILLED]
    local ok, first = false, nil
    if number >= FEW then
      ok, first = pcall(claims, w.value, w.rest, number)
    end
    if not ok then
      inline(w)
      return nil
    end
    bytes = { number = number, first = first, begins = {}, ends = {}, cuts = {}, put = {} }
    w.bytes = bytes
  end
  return bytes
end

local function lying(w)
  local bytes = unopened(w)
  return bytes and bytes.number or #w.claims / 2
end

local function cut(bytes, field)
  local begin = bytes.begins[field]
  bytes.cuts[#bytes.cuts + 1] = begin
  bytes.begins[field] = nil
end

-- a claim that is looked for among the bytes, if it is there; takes all apart if that cannot be told
local function glimpse(w, bytes, field)
  local claim = bytes.put[field]
  if claim ~= nil then
    return claim
  end
  local begin, last = w.value:find(pack(field), bytes.first, true)
  if not begin then
    return nil
  end
  if #field == MADE_FIELD and w.value:sub(last + 1, last + 2) == '\147\0' then
    local ok, behind, hold = pcall(decode, w.value, last)
    if ok and isClaim(hold) and sound(w.value, behind) then
      bytes.begins[field], bytes.ends[begin] = begin, behind > 0 and behind or #w.value
      return hold
    end
  end
  inline(w)
end

-- the claims as they lie in the state
packed = function(w)
  local bytes = unopened(w)
  if not bytes then
    return pack(w.claims)
  end
  local put = {}
  for field, claim in pairs(bytes.put) do
    if claim then
      put[#put + 1] = pack(field, claim)
    end
  end
  return head(bytes.number) .. remaining(w.value, bytes.first, bytes.cuts, bytes.ends) .. table.concat(put)
end

local function find(w, field)
  local bytes = unopened(w)
  local claim = bytes and glimpse(w, bytes, field)
  if claim then
    return claim
  end
  local list = w.claims or NONE
  for i = 1, #list, 2 do
    if list[i] == field then
      return list[i + 1]
    end
  end
  claim = w.spill[field]
  if claim ~= nil then
    return claim or nil
  end
  if w.s[SPILLED] > 0 then
    local raw = redis.call('HGET', w.claimsKey, field)
    if raw then
      claim = unpacked(w, raw)
      if not claim then
        stop('!C the hold or lease cannot be read')
      end
      return claim
    end
    if w.spilled > 0 and redis.call('EXISTS', w.claimsKey) == 0 then
      corrupt(w, 'the claims outside of the state are missing')
    end
  end
end

-- moves the wallet forward among the due wallets, if it must be visited earlier
local function due(w, expiry)
  local f = w.s
  if f[DUE] == 0 or expiry < f[DUE] then
    f[DUE] = expiry
    w.due = expiry
  end
end

local function counted(w, field, by)
  local which = (field:byte(1) == 104) and HOLDS or LEASES
  w.s[which] = w.s[which] + by
  w.dirty = true
end

local function put(w, field, claim)
  local room = (claim[1] == 0 and not claim[4]) and PLAIN or INLINE
  if lying(w) < room then
    local bytes, list = w.bytes, w.claims
    if list then
      list[#list + 1] = field
      list[#list + 1] = claim
    else
      bytes.put[field] = claim
      bytes.number = bytes.number + 1
    end
    w.moved = true
  else
    own(w, 'spill')[field] = claim
    w.s[SPILLED] = w.s[SPILLED] + 1
  end
  counted(w, field, 1)
  due(w, claim[3])
end

-- called before anything of a command is applied that may need room outside of the state
local function checkRoom(w)
  if w.s[SPILLED] == 0 and not next(w.spill) and lying(w) >= INLINE
    and redis.call('EXISTS', w.claimsKey, w.expiryKey) > 0 then
    corrupt(w, 'claims are left that the state does not know')
  end
end

-- writes a claim that was found and changed
local function save(w, field, claim)
  local bytes = unopened(w)
  w.dirty = true
  if bytes and (bytes.put[field] or bytes.begins[field]) then
    if bytes.begins[field] then
      cut(bytes, field)
    end
    bytes.put[field] = claim
    w.moved = true
    return
  end
  local list = w.claims or NONE
  for i = 1, #list, 2 do
    if list[i] == field then
      list[i + 1] = claim
      w.moved = true
      return
    end
  end
  own(w, 'spill')[field] = claim
end

local function remove(w, field)
  local bytes = unopened(w)
  local found = bytes and (bytes.put[field] or bytes.begins[field])
  if found then
    if bytes.begins[field] then
      cut(bytes, field)
    end
    bytes.put[field] = false
    bytes.number = bytes.number - 1
    w.moved = true
  end
  local list = w.claims or NONE
  for i = 1, #list, 2 do
    if list[i] == field then
      table.remove(list, i)
      table.remove(list, i)
      w.moved = true
      found = true
      break
    end
  end
  if not found then
    own(w, 'spill')[field] = false
    w.s[SPILLED] = w.s[SPILLED] - 1
  end
  counted(w, field, -1)
  local f = w.s
  if f[HOLDS] + f[LEASES] == 0 and f[DUE] - w.now > 60000 then
    f[DUE] = 0
    w.due = false
  end
end

-- everything that is open, for a snapshot: { field, claim, ... }; copies, since the snapshot is packed after the change
claimsOf = function(w)
  local all = {}
  local function add(field, claim)
    all[#all + 1] = field
    all[#all + 1] = { unpack(claim) }
  end
  local list = inline(w)
  for i = 1, #list, 2 do
    add(list[i], list[i + 1])
  end
  for field, claim in pairs(w.spill) do
    if claim then
      add(field, claim)
    end
  end
  if w.s[SPILLED] > 0 then
    local raw = redis.call('HGETALL', w.claimsKey)
    for i = 1, #raw, 2 do
      local claim = w.spill[raw[i]] == nil and unpacked(w, raw[i + 1])
      if claim then
        add(raw[i], claim)
      end
    end
  end
  return all
end
