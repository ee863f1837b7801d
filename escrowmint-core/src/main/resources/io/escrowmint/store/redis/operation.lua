-- operation.lua: operation keys. A record is { operation, amount, available, second, fingerprint, refunded }, where the
-- fingerprint tells what else makes a request the same request, and second is a further figure of the first answer.

-- the first answer under a key, or a conflict; nil if the key is new
local function replay(w, key, named, operation, amount, fingerprint)
  local record = recall(w, fieldOf(w, 'o', key), named and 'kr' or 'rk')
  if not record then
    return nil
  end
  if record[1] == operation and record[2] == amount and (record[5] or '') == fingerprint then
    return format('A %d %d 1', record[3], record[4] or 0)
  end
  return refuse(w, format('C %d %d', w.s[AVAILABLE], record[2]))
end

local function keep(w, key, named, operation, amount, second, fingerprint)
  local record = { operation, amount, w.s[AVAILABLE] }
  if second > 0 or fingerprint ~= '' then
    record[4] = second
    record[5] = fingerprint
  end
  remember(w, classOf(named), fieldOf(w, 'o', key), record)
end
