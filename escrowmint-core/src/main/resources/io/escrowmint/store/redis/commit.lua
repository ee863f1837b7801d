-- commit: held to spent; less than the hold returns the rest, more goes by the overrun policy.
-- ARGV: id, actual or '', overrun (R, C, A, D), late (E, C), cap on debt, 1 if a response follows, response, request id,
-- note
-- reply: A available asked charged debt late replayed | O overrun rejected | K conflict | N not found | Z canceled
--        | E expired

-- what is charged and what of it becomes debt, given what the hold gives and what is available; nil if rejected
local function priced(f, asked, amount, hold, overrun, cap)
  local charged = asked
  if asked > amount then
    if overrun == 'R' then
      return nil
    elseif overrun == 'C' then
      charged = amount
    end
  end
  local wanted = charged - hold
  local missing = math.max(0, wanted - f[AVAILABLE])
  if missing > 0 then
    local within = overrun == 'D' or charged <= amount
    if not within or f[DEBT] + missing > cap or f[GRANTED] + f[DEBT] + missing > MAX then
      return nil
    end
  end
  return charged, missing
end

-- finishes the HTTP key of a hold, if it is still its own or free
local function answered(w, id, key, fingerprint)
  if key then
    local field = fieldOf(w, 'h', key)
    local record = recall(w, field, 'k', true)
    if not record or record[1] == 1 and (record[3] == id or not live(w, 'h' .. record[3])) then
      local response = nil
      if text(6) == '1' then
        response = text(7) or ''
      end
      remember(w, 'k', field, { 2, fingerprint, false, response })
    end
  end
end

local function charge(w, id, named, amount, hold, late)
  local f = w.s
  local asked, overrun, cap = number(2) or amount, text(3), number(5)
  local charged, missing = priced(f, asked, amount, hold, overrun, cap)
  if not charged then
    return nil, refuse(w, format('O %d %d %d %d', f[AVAILABLE], asked, amount, f[DEBT]))
  end
  local taken = charged - hold - missing
  if taken >= 0 then
    change(w, 8, -taken, -hold, 0, charged, 0, missing, id, named, nil, nil, asked, charged, late, nil, text(8), text(9))
  else
    local back, pay = inflow(w, -taken)
    change(w, 8, back, -hold, 0, charged, 0, -pay, id, named, nil, nil, asked, charged, late, nil, text(8), text(9))
  end
  local record = { 1, amount, asked, charged, f[AVAILABLE], f[DEBT], late and 1 or 0 }
  return record, format('A %d %d %d %d %d 0', f[AVAILABLE], asked, charged, f[DEBT], late and 1 or 0)
end

verbs.commit = function(w)
  local id = text(1)
  local field, place = 'h' .. id, fieldOf(w, 'r', id)
  local hold = live(w, field)
  if hold then
    local named = hold[1] % 2 == 1
    local record, answer = charge(w, id, named, hold[2], hold[2], false)
    if record then
      remove(w, field)
      remember(w, classOf(named), place, record)
      answered(w, id, hold[4], hold[5])
    end
    return answer
  end
  local record, class = recall(w, place, 'rk')
  if record and record[1] == 3 and text(4) == 'C' then
    local done, answer = charge(w, id, class == 'k', record[2], 0, true)
    if done then
      remember(w, class, place, done)
      answered(w, id, record[3], record[4])
    end
    return answer
  end
  if record and record[1] == 1 then
    local asked = number(2) or record[2]
    if asked == record[3] then
      return format('A %d %d %d %d %d 1', record[5], asked, record[4], record[6], record[7])
    end
    return refuse(w, format('K %d %d %d %d %d %d %d', w.s[AVAILABLE], record[3], record[4], record[5], record[6], record[7],
      asked))
  end
  return closed(w, id)
end
