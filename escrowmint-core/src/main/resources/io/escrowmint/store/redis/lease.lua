-- lease: one lease, live or finished.
-- ARGV: id
-- reply: { A status granted consumed reported burn expiry, owner }, status L live, R released, E expired | N unknown
verbs.lease = function(w)
  local id = text(1)
  local lease = live(w, 'l' .. id)
  if w.more then
    return 'M'
  end
  if lease then
    return { format('A L %d %d %d %d %d', lease[2], lease[6], lease[7], lease[1] >= 2 and 1 or 0, lease[3]), lease[5] }
  end
  local record = recall(w, fieldOf(w, 'l', id), 'rk')
  if not record then
    inline(w)
    return 'N'
  end
  return { format('A %s %d %d %d %d 0', record[1] == 1 and 'R' or 'E', record[3], record[6], record[7], record[5]),
    record[2] }
end
