-- refund: spent goes back, pays debt first; all refunds of one charge together never exceed it.
-- ARGV: amount, key or '', 1 if the caller chose the key, 'c' and a consume key, 'r' and a reservation id, or '', request
-- id, note
-- reply: A available debt replayed | X refund exceeded | U charge unknown | C conflict
verbs.refund = function(w)
  local amount, key, named, original = number(1), text(2), text(3) == '1', text(4)
  local answer = key and replay(w, key, named, 4, amount, original or '')
  if answer then
    return answer
  end
  local f = w.s
  local refundable = f[SPENT]
  local field, record, class, place, slot
  if original then
    local reservation = original:byte(1) == 114
    field = fieldOf(w, reservation and 'r' or 'o', original:sub(2))
    record, class, place = recall(w, field, 'kr')
    if not record or record[1] ~= 1 then
      return refuse(w, format('U %d', f[AVAILABLE]))
    end
    slot = reservation and 8 or 6
    local charged = reservation and record[4] or record[2]
    refundable = math.min(refundable, charged - (record[slot] or 0))
  end
  if amount > refundable then
    return refuse(w, format('X %d %d', f[AVAILABLE], refundable))
  end
  local back, pay = inflow(w, amount)
  change(w, 5, back, 0, 0, -amount, 0, -pay, key, key and named, nil, nil, nil, nil, nil, original, text(5), text(6))
  if record then
    record[4] = record[4] or 0
    record[5] = record[5] or ''
    record[slot] = (record[slot] or 0) + amount
    amend(w, field, record, place)
  end
  if key then
    keep(w, key, named, 4, amount, f[DEBT], original or '')
  end
  return format('A %d %d 0', f[AVAILABLE], f[DEBT])
end
