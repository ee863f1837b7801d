-- top-up: grants credits, pays debt first, creates the wallet.
-- ARGV: amount, key or '', 1 if the caller chose the key, request id, note
-- reply: A available debt replayed | L wallet limit | C conflict
verbs.topUp = function(w)
  local amount, key, named = number(1), text(2), text(3) == '1'
  local answer = key and replay(w, key, named, 2, amount, '')
  if answer then
    return answer
  end
  local f = w.s
  local headroom = MAX - f[GRANTED] - f[DEBT]
  if amount > headroom then
    return refuse(w, format('L %d %d', f[AVAILABLE], headroom))
  end
  if not w.exists then
    f[EPOCH] = w.now
    w.exists = true
    change(w, 1, 0, 0, 0, 0, 0, 0)
  end
  local back, pay = inflow(w, amount)
  change(w, 2, back, 0, 0, 0, amount, -pay, key, key and named, nil, nil, nil, nil, nil, nil, text(4), text(5))
  if key then
    keep(w, key, named, 2, amount, f[DEBT], '')
  end
  return format('A %d %d 0', f[AVAILABLE], f[DEBT])
end
