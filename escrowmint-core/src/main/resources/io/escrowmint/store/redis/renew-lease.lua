-- renew-lease: the later of what the expiry is and now + ttl; never revives.
-- ARGV: id, owner, ttl, request id, note
-- reply: A available unspent expiry changed | W owner mismatch | N not found | R released | E expired
verbs.renewLease = function(w)
  local id, owner, ttl = text(1), text(2), number(3)
  local lease, refusal = owned(w, id, owner)
  if not lease then
    return refusal
  end
  local unspent = lease[2] - lease[6] - lease[7]
  local expiry = w.now + ttl
  if expiry <= lease[3] then
    return format('A %d %d %d 0', w.s[AVAILABLE], unspent, lease[3])
  end
  change(w, 13, 0, 0, 0, 0, 0, 0, id, lease[1] % 2 == 1, owner, expiry, nil, nil, nil, nil, text(4), text(5))
  lease[3] = expiry
  save(w, 'l' .. id, lease)
  return format('A %d %d %d 1', w.s[AVAILABLE], unspent, expiry)
end
