-- consume: available to spent, all or nothing.
-- ARGV: amount, key or '', 1 if the caller chose the key, request id, note
-- reply: A available 0 replayed | I insufficient | C conflict
verbs.consume = function(w)
  local amount, key, named = number(1), text(2), text(3) == '1'
  local answer = key and replay(w, key, named, 1, amount, '')
  if answer then
    return answer
  end
  if w.s[AVAILABLE] < amount then
    return insufficient(w, amount)
  end
  change(w, 4, -amount, 0, 0, amount, 0, 0, key, key and named, nil, nil, nil, nil, nil, nil, text(4), text(5))
  if key then
    keep(w, key, named, 1, amount, 0, '')
  end
  return format('A %d 0 0', w.s[AVAILABLE])
end
