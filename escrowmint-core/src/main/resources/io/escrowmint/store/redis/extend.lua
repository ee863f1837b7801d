-- extend: the later of what the expiry is and now + ttl; never revives.
-- ARGV: id, ttl, request id, note
-- reply: A available amount expiry changed | N not found | D committed | Z canceled | E expired
verbs.extend = function(w)
  local id, ttl = text(1), number(2)
  local field = 'h' .. id
  local hold = live(w, field)
  if not hold then
    return closed(w, id)
  end
  local expiry = w.now + ttl
  if expiry <= hold[3] then
    return format('A %d %d %d 0', w.s[AVAILABLE], hold[2], hold[3])
  end
  change(w, 7, 0, 0, 0, 0, 0, 0, id, hold[1] % 2 == 1, nil, expiry, nil, nil, nil, nil, text(3), text(4))
  hold[3] = expiry
  save(w, field, hold)
  return format('A %d %d %d 1', w.s[AVAILABLE], hold[2], expiry)
end
