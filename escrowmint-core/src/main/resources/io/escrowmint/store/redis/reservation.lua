-- reservation: one reservation, open or finished.
-- ARGV: id
-- reply: A status amount charged late refunded expiry, status O open, C committed, X canceled, E expired | N unknown
verbs.reservation = function(w)
  local id = text(1)
  local hold = live(w, 'h' .. id)
  if w.more then
    return 'M'
  end
  if hold then
    return format('A O %d 0 0 0 %d', hold[2], hold[3])
  end
  local record = recall(w, fieldOf(w, 'r', id), 'rk')
  if not record then
    inline(w)
    return 'N'
  end
  if record[1] == 1 then
    return format('A C %d %d %d %d 0', record[2], record[4], record[7], record[8] or 0)
  end
  return format('A %s %d 0 0 0 0', record[1] == 2 and 'X' or 'E', record[2])
end
