-- touch: reclaims what has expired, and nothing else.
-- reply: A reclaimed more
verbs.touch = function(w)
  w.touched = true
  return format('A %d %d', w.expired, w.more and 1 or 0)
end
