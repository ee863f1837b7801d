-- reserve: available to held, for a time; can claim an HTTP key.
-- ARGV: amount, ttl, id, 1 if the caller chose the id, http key or '', fingerprint or '', request id, note
-- reply: A available amount expiry replayed | I insufficient | C conflict | D committed | Z canceled | E expired
--        | F http key in flight | G http key reused | H http key answered (with the response)
local function claimed(w, key, fingerprint, id)
  local record = recall(w, fieldOf(w, 'h', key), 'k')
  if not record then
    return nil
  end
  local running
  if record[1] == 1 then
    if record[3] == id then
      return nil
    end
    running = live(w, 'h' .. record[3])
    if not running then
      return nil
    end
  end
  if record[2] ~= fingerprint then
    return refuse(w, format('G %d', w.s[AVAILABLE]))
  end
  if running then
    return refuse(w, format('F %d %d', w.s[AVAILABLE], running[3]))
  end
  if w.more then
    return 'M'
  end
  return { format('H %d', w.s[AVAILABLE]), record[4] or nil }
end

verbs.reserve = function(w)
  local amount, ttl, id, named, key, fingerprint = number(1), number(2), text(3), text(4) == '1', text(5), text(6)
  local f = w.s
  local answer = key and claimed(w, key, fingerprint, id)
  if answer then
    return answer
  end
  local field = 'h' .. id
  local hold = live(w, field)
  if hold then
    if hold[2] == amount then
      return format('A %d %d %d 1', f[AVAILABLE], amount, hold[3])
    end
    return refuse(w, format('C %d %d', f[AVAILABLE], hold[2]))
  end
  local record = recall(w, fieldOf(w, 'r', id), named and 'kr' or 'rk')
  if record then
    return finished(w, record)
  end
  if f[AVAILABLE] < amount or not w.exists then
    return insufficient(w, amount)
  end
  checkRoom(w)
  local expiry = w.now + ttl
  change(w, 6, -amount, amount, 0, 0, 0, 0, id, named, nil, expiry, nil, nil, nil, nil, text(7), text(8))
  put(w, field, { named and 1 or 0, amount, expiry, key, fingerprint })
  if key then
    remember(w, 'k', fieldOf(w, 'h', key), { 1, fingerprint, id })
  end
  return format('A %d %d %d 0', f[AVAILABLE], amount, expiry)
end
