-- reclaim.lua: what has expired goes back, at most 128 claims a touch, in order of expiry, kind and id.

local BATCH = 128

-- order by bytes; the comparison of Lua would follow the locale of the server
local function before(a, b)
  if a == b then
    return false
  end
  local least = math.min(#a, #b)
  for i = 1, least do
    local x, y = a:byte(i), b:byte(i)
    if x ~= y then
      return x < y
    end
  end
  return #a < #b
end

-- frees the HTTP key that a hold has claimed
local function release(w, claim, id)
  if claim[4] then
    local field = fieldOf(w, 'h', claim[4])
    local record = recall(w, field, 'k', true)
    if record and record[1] == 1 and record[3] == id then
      forget(w, 'k', field)
    end
  end
end

-- ends one expired claim
local function expire(w, field, claim)
  local id, named = field:sub(2), claim[1] % 2 == 1
  if field:byte(1) == 104 then
    local amount = claim[2]
    local back, pay = inflow(w, amount)
    change(w, 10, back, -amount, 0, 0, 0, -pay, id, named, nil, claim[3])
    remove(w, field)
    release(w, claim, id)
    remember(w, classOf(named), fieldOf(w, 'r', id), { 3, amount, claim[4], claim[5] })
  else
    local unspent = claim[2] - claim[6] - claim[7]
    local burn = claim[1] >= 2
    if burn then
      change(w, 15, 0, 0, -unspent, unspent, 0, 0, id, named, claim[5], claim[3], nil, unspent)
    else
      local back, pay = inflow(w, unspent)
      change(w, 15, back, 0, -unspent, 0, 0, -pay, id, named, claim[5], claim[3])
    end
    remove(w, field)
    remember(w, classOf(named), fieldOf(w, 'l', id), { 2, claim[5], claim[2], claim[4], burn and 1 or 0, claim[6], claim[7] })
  end
end

-- the claim of a field, if it is open; one that has expired is ended first
local function live(w, field)
  local claim = find(w, field)
  if claim and claim[3] <= w.now then
    expire(w, field, claim)
    return nil
  end
  return claim
end

-- whether the claims outside of the state are all there and none of them can be read, so that none is left that expires
local function unreadable(w)
  if redis.call('HLEN', w.claimsKey) ~= w.s[SPILLED] then
    return false
  end
  local at = '0'
  repeat
    local page = redis.call('HSCAN', w.claimsKey, at)
    at = page[1]
    for i = 2, #page[2], 2 do
      if unpacked(w, page[2][i]) then
        return false
      end
    end
  until at == '0'
  return true
end

-- adds what has expired outside of the state to list; returns the expiry of what comes next, which has passed too if
-- there is more than one touch reads
local function expiredSpill(w, list)
  local range = redis.call('ZRANGEBYSCORE', w.expiryKey, '-inf', '+inf', 'WITHSCORES', 'LIMIT', 0, BATCH + 1)
  local fields, scores, upcoming = {}, {}, 0
  if #range == 0 and not unreadable(w) or redis.call('EXISTS', w.claimsKey) == 0 then
    corrupt(w, 'the claims outside of the state are missing')
  end
  for i = 1, #range, 2 do
    local score = tonumber(range[i + 1])
    if w.spill[range[i]] == nil then
      if score > w.now then
        upcoming = score
        break
      end
      fields[#fields + 1] = range[i]
      scores[#scores + 1] = score
    end
  end
  if #fields > 0 then
    local raw = redis.call('HMGET', w.claimsKey, unpack(fields))
    for i = 1, #fields do
      local claim = raw[i] and unpacked(w, raw[i])
      if claim then
        list[#list + 1] = { scores[i], fields[i], claim }
      else
        local orphans = own(w, 'orphans')
        orphans[#orphans + 1] = fields[i]
        w.quarantine = 'a hold or lease cannot be read'
      end
    end
    if upcoming == 0 and #fields > BATCH then
      upcoming = scores[#scores]
    end
  end
  return upcoming
end

reclaim = function(w)
  local f = w.s
  if w.reclaimed then
    return
  end
  local list, least = {}, 0
  local lying = inline(w)
  for i = 1, #lying, 2 do
    local expiry = lying[i + 1][3]
    if expiry <= w.now then
      list[#list + 1] = { expiry, lying[i], lying[i + 1] }
    elseif least == 0 or expiry < least then
      least = expiry
    end
  end
  if f[SPILLED] > 0 then
    local upcoming = expiredSpill(w, list)
    if upcoming > 0 and (least == 0 or upcoming < least) then
      least = upcoming
    end
  end
  table.sort(list, function(a, b)
    if a[1] ~= b[1] then
      return a[1] < b[1]
    end
    return before(a[2], b[2])
  end)
  for i = 1, math.min(#list, BATCH) do
    expire(w, list[i][2], list[i][3])
    w.expired = w.expired + 1
  end
  if #list > BATCH then
    w.more = true
    least = list[BATCH + 1][1]
  elseif least > 0 and least <= w.now then
    w.more = true
  end
  f[DUE] = least
  w.due = least > 0 and least
  w.dirty = true
  w.reclaimed = true
end
