-- release-lease: the unspent part to available; on an unknown id a tombstone, so that a late allocation is refused.
-- ARGV: id, owner, request id, note
-- reply: A available returned | W owner mismatch | N not found (a tombstone is written) | R released | E expired
verbs.releaseLease = function(w)
  local id, owner = text(1), text(2)
  local place = fieldOf(w, 'l', id)
  if not live(w, 'l' .. id) and not recall(w, place, 'rk') then
    inline(w)
    if w.more then
      return 'M'
    end
    remember(w, 'k', place, { 1, '', 0, 0, 0, 0, 0 })
    remember(w, 'r', place, { 1, '', 0, 0, 0, 0, 0 })
    return format('N %d', w.s[AVAILABLE])
  end
  local lease, refusal = owned(w, id, owner)
  if not lease then
    return refusal
  end
  local unspent, named = lease[2] - lease[6] - lease[7], lease[1] % 2 == 1
  local back, pay = inflow(w, unspent)
  change(w, 14, back, 0, -unspent, 0, 0, -pay, id, named, owner, nil, nil, nil, nil, nil, text(3), text(4))
  remove(w, 'l' .. id)
  remember(w, classOf(named), place, { 1, owner, lease[2], lease[4], lease[1] >= 2 and 1 or 0, lease[6], lease[7] })
  return format('A %d %d', w.s[AVAILABLE], unspent)
end
