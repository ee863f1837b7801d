-- consume-lease: leased to spent, all or nothing.
-- ARGV: id, owner, amount, key or '', 1 if the caller chose the key, request id, note
-- reply: A available unspent replayed | S exhausted | W owner mismatch | N not found | R released | E expired | C conflict
verbs.consumeLease = function(w)
  local id, owner, amount, key, named = text(1), text(2), number(3), text(4), text(5) == '1'
  local fingerprint = #id .. ':' .. id .. owner
  local answer = key and replay(w, key, named, 5, amount, fingerprint)
  if answer then
    return answer
  end
  local lease, refusal = owned(w, id, owner)
  if not lease then
    return refusal
  end
  local unspent = lease[2] - lease[6] - lease[7]
  if amount > unspent then
    return refuse(w, format('S %d %d', w.s[AVAILABLE], unspent))
  end
  change(w, 12, 0, 0, -amount, amount, 0, 0, id, lease[1] % 2 == 1, owner, nil, nil, nil, nil, key and 'c' .. key,
    text(6), text(7))
  lease[6] = lease[6] + amount
  save(w, 'l' .. id, lease)
  if key then
    keep(w, key, named, 5, amount, unspent - amount, fingerprint)
  end
  return format('A %d %d 0', w.s[AVAILABLE], unspent - amount)
end
