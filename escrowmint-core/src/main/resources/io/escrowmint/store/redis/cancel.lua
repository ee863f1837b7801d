-- cancel: held to available; on an unknown id a tombstone, so that a late reserve is refused.
-- ARGV: id, request id, note
-- reply: A available amount | N not found (a tombstone is written) | D committed | Z canceled | E expired
verbs.cancel = function(w)
  local id = text(1)
  local field, place = 'h' .. id, fieldOf(w, 'r', id)
  local hold = live(w, field)
  if hold then
    local amount, named = hold[2], hold[1] % 2 == 1
    local back, pay = inflow(w, amount)
    change(w, 9, back, -amount, 0, 0, 0, -pay, id, named, nil, nil, nil, nil, nil, nil, text(2), text(3))
    remove(w, field)
    release(w, hold, id)
    remember(w, classOf(named), place, { 2, amount })
    return format('A %d %d', w.s[AVAILABLE], amount)
  end
  local record = recall(w, place, 'rk')
  if record then
    return finished(w, record)
  end
  inline(w)
  if w.more then
    return 'M'
  end
  remember(w, 'k', place, { 2, 0 })
  remember(w, 'r', place, { 2, 0 })
  return format('N %d', w.s[AVAILABLE])
end
