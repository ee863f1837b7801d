-- lease-record.lua: how a finished lease answers.
--
-- A record is { 1 released or 2 expired, owner, granted, requested, 1 if it burned, consumed, reported }; a tombstone is
-- a released lease without an owner.
local function ended(w, record)
  return refuse(w, format('%s %d', record[1] == 1 and 'R' or 'E', w.s[AVAILABLE]))
end

-- the live lease of an owner, or the answer that there is none
local function owned(w, id, owner)
  local lease = live(w, 'l' .. id)
  if lease then
    if lease[5] ~= owner then
      return nil, refuse(w, format('W %d', w.s[AVAILABLE]))
    end
    return lease
  end
  local record = recall(w, fieldOf(w, 'l', id), 'rk')
  if record then
    return nil, ended(w, record)
  end
  inline(w)
  return nil, refuse(w, format('N %d', w.s[AVAILABLE]))
end
