-- report-lease: books the difference to the last total; a lower or equal total moves nothing. After expiry a RETURN
-- lease takes it from available, the rest as debt whatever the cap; a BURN lease moves nothing.
-- ARGV: id, owner, total, request id, note
-- reply: A available total booked unspent late debt | S exhausted | L wallet limit | W owner mismatch | N not found
--        | R released
local function late(w, id, owner, total)
  local f, place = w.s, fieldOf(w, 'l', id)
  local record, class, key = recall(w, place, 'rk')
  if not record or record[1] ~= 2 then
    return nil
  end
  if record[2] ~= owner then
    return refuse(w, format('W %d', f[AVAILABLE]))
  end
  if record[6] + total > record[3] then
    return refuse(w, format('S %d %d', f[AVAILABLE], record[3] - record[6] - record[7]))
  end
  local booked = 0
  if record[5] == 0 and total > record[7] then
    booked = total - record[7]
    local missing = math.max(0, booked - f[AVAILABLE])
    local headroom = MAX - f[GRANTED] - f[DEBT]
    if missing > headroom then
      return refuse(w, format('L %d %d', f[AVAILABLE], headroom))
    end
    change(w, 12, missing - booked, 0, 0, booked, 0, missing, id, class == 'k', owner, nil, total, nil, true, nil,
      text(4), text(5))
    record[7] = total
    amend(w, place, record, key)
  end
  return format('A %d %d %d 0 1 %d', f[AVAILABLE], record[7], booked, f[DEBT])
end

verbs.reportLease = function(w)
  local id, owner, total = text(1), text(2), number(3)
  if not live(w, 'l' .. id) then
    local answer = late(w, id, owner, total)
    if answer then
      return answer
    end
  end
  local lease, refusal = owned(w, id, owner)
  if not lease then
    return refusal
  end
  local f = w.s
  if lease[6] + total > lease[2] then
    return refuse(w, format('S %d %d', f[AVAILABLE], lease[2] - lease[6] - lease[7]))
  end
  local booked = math.max(0, total - lease[7])
  if booked > 0 then
    change(w, 12, 0, 0, -booked, booked, 0, 0, id, lease[1] % 2 == 1, owner, nil, total, nil, nil, nil, text(4), text(5))
    lease[7] = total
    save(w, 'l' .. id, lease)
  end
  return format('A %d %d %d %d 0 %d', f[AVAILABLE], lease[7], booked, lease[2] - lease[6] - lease[7], f[DEBT])
end
