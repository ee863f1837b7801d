-- state: the figures of a wallet.
-- reply: A exists available held leased spent granted debt epoch seq holds leases earliest
verbs.state = function(w)
  if w.more then
    return 'M'
  end
  local f = w.s
  return format('A %d %d %d %d %d %d %d %d %d %d %d %d', w.exists and 1 or 0, f[AVAILABLE], f[HELD], f[LEASED], f[SPENT],
    f[GRANTED], f[DEBT], f[EPOCH], f[SEQ], f[HOLDS], f[LEASES], earliest(w))
end
