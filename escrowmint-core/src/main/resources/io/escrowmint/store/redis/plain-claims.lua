-- plain-claims.lua: what plain reserves and settles share beside plain.lua. Claims stay packed: one is found by the bytes
-- of its field, and a plain hold follows with type and flags (\147\0), which no text can hold, because it is no UTF-8. So
-- more of them can lie in a state than where each is taken apart (see claims.lua).

local INLINE = 64

receipts, scores, cleared = {}, {}, {}

local function remember(field, record)
  receipts[remembered + 1], receipts[remembered + 2] = field, record
  remembered = remembered + 2
end

-- moves the wallet at hand among the due wallets, or takes it away
local function schedule(due)
  if due then
    scores[scheduled + 1], scores[scheduled + 2] = format('%d', due), nameBeside(dueKey)
    scheduled = scheduled + 2
  else
    dropped = dropped + 1
    cleared[dropped] = nameBeside(dueKey)
  end
end

-- what an array of so many claims begins with: two elements each
local function head(count)
  if count < 8 then
    return char(144 + 2 * count)
  end
  return '\220' .. char(math.floor(count / 128), 2 * count % 256)
end

-- where the claims of a state begin behind their head
local function claims(value, at, count)
  local begin = head(count)
  if sub(value, at + 1, at + #begin) ~= begin then
    error()
  end
  at = at + #begin + 1
  if count == 0 and #value >= at then
    error()
  end
  return at
end
