-- claims.lua: open holds and live leases. The first sixteen of a wallet lie in its state, plain holds up to the sixty-fourth,
-- further ones in a hash (the claims) with a sorted set (their expiry). Plain reserves know no wallet of which something
-- lies outside, so a plain hold that is put there by this script keeps all of them away until it ends.
--
-- A claim's field is 'h' or 'l' and its id. A hold is { flags, amount, expiry [, http key, fingerprint] }, a lease
-- { flags, granted, expiry, requested, owner, consumed, reported }; flags: 1 the caller chose the id, 2 the lease burns.

local INLINE, PLAIN = 16, 64

local function unpacked(w, raw)
  local ok, _, claim = pcall(decode, raw, 0)
  if ok and isClaim(claim) then
    return claim
  end
end

local function find(w, field)
  local list = inline(w)
  for i = 1, #list, 2 do
    if list[i] == field then
      return list[i + 1]
    end
  end
  local claim = w.spill[field]
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
  local list = inline(w)
  local room = (claim[1] == 0 and not claim[4]) and PLAIN or INLINE
  if #list < 2 * room then
    list[#list + 1] = field
    list[#list + 1] = claim
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
  if w.s[SPILLED] == 0 and not next(w.spill) and #inline(w) >= 2 * INLINE
    and redis.call('EXISTS', w.claimsKey, w.expiryKey) > 0 then
    corrupt(w, 'claims are left that the state does not know')
  end
end

local function save(w, field, claim)
  local list = inline(w)
  w.dirty = true
  for i = 1, #list, 2 do
    if list[i] == field then
      w.moved = true
      return
    end
  end
  own(w, 'spill')[field] = claim
end

local function remove(w, field)
  local list = inline(w)
  local found = false
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
