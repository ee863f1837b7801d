-- allocate-lease: available to leased; grants min(amount, available) if that is the minimum at least.
-- ARGV: amount, ttl, owner, minimum, id, 1 if the caller chose the id, 1 if it burns, request id, note
-- reply: A available granted unspent expiry replayed | I insufficient | C conflict | R released | E expired
verbs.allocateLease = function(w)
  local amount, ttl, owner, minimum, id = number(1), number(2), text(3), number(4), text(5)
  local named, burn = text(6) == '1', text(7) == '1'
  local f, field = w.s, 'l' .. id
  local lease = live(w, field)
  if lease then
    if lease[4] == amount and lease[5] == owner and (lease[1] >= 2) == burn then
      return format('A %d %d %d %d 1', f[AVAILABLE], lease[2], lease[2] - lease[6] - lease[7], lease[3])
    end
    return refuse(w, format('C %d %d', f[AVAILABLE], lease[4]))
  end
  local record = recall(w, fieldOf(w, 'l', id), named and 'kr' or 'rk')
  if record then
    return ended(w, record)
  end
  local granted = math.min(amount, f[AVAILABLE])
  if granted < minimum then
    return insufficient(w, minimum)
  end
  if granted < amount and w.more then
    return 'M'
  end
  checkRoom(w)
  local expiry = w.now + ttl
  change(w, 11, -granted, 0, granted, 0, 0, 0, id, named, owner, expiry, amount, burn and granted, nil, nil,
    text(8), text(9))
  put(w, field, { (named and 1 or 0) + (burn and 2 or 0), granted, expiry, amount, owner, 0, 0 })
  return format('A %d %d %d %d 0', f[AVAILABLE], granted, granted, expiry)
end
