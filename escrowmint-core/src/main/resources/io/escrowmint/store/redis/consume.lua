-- consume: available to spent, all or nothing; what is missing becomes debt, if a cap on debt allows it.
-- ARGV: amount, key or '', 1 if the caller chose the key, request id, note, cap on debt or ''
-- reply: A available 0 replayed | I insufficient | C conflict
verbs.consume = function(w)
  local amount, key, named, cap = number(1), text(2), text(3) == '1', number(6)
  local fingerprint = cap and 'd' or ''
  local answer = key and replay(w, key, named, 1, amount, fingerprint)
  if answer then
    return answer
  end
  local f = w.s
  local missing = math.max(0, amount - f[AVAILABLE])
  if missing > 0 then
    if not cap or not w.exists or f[DEBT] + missing > cap or f[GRANTED] + f[DEBT] + missing > MAX then
      return insufficient(w, amount)
    end
  end
  change(w, 4, missing - amount, 0, 0, amount, 0, missing, key, key and named, nil, nil, nil, nil, nil, nil, text(4),
    text(5))
  if key then
    keep(w, key, named, 1, amount, 0, fingerprint)
  end
  return format('A %d 0 0', f[AVAILABLE])
end
