-- touch: reclaims what has expired, and nothing else. If there was nothing to visit the wallet for, its place among the due
-- wallets is put where the state says that it is.
-- reply: A reclaimed more
verbs.touch = function(w)
  if w.exists and not w.reclaimed then
    w.misplaced = true
    w.due = w.s[DUE] > 0 and w.s[DUE]
  end
  return format('A %d %d', w.expired, w.more and 1 or 0)
end
