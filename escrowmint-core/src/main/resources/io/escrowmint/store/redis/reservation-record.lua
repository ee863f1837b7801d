-- reservation-record.lua: how a finished reservation answers.
--
-- A record is { 1, amount, asked, charged, available, debt, late, refunded } when committed, { 2, amount } when canceled
-- (amount 0: a tombstone), { 3, amount, http key, fingerprint } when expired.
local function finished(w, record)
  local available = w.s[AVAILABLE]
  if record[1] == 1 then
    return refuse(w, format('D %d %d %d %d %d %d', available, record[3], record[4], record[5], record[6], record[7]))
  end
  return refuse(w, format('%s %d %d', record[1] == 2 and 'Z' or 'E', available, record[2]))
end

-- the answer of a reservation that is not open
local function closed(w, id)
  local record = recall(w, fieldOf(w, 'r', id), 'rk')
  if not record then
    inline(w)
    return refuse(w, format('N %d', w.s[AVAILABLE]))
  end
  return finished(w, record)
end
