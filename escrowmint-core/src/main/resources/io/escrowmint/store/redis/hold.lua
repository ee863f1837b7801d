-- hold: plain reserves, under ids that the library made: available to held, for a time. Such an id meets no name of a
-- caller, so that it is looked for among what the library named only.
-- ARGV for each: its receipt's field, its claim's packed field, amount, ttl
-- reply for each: available, expiry
local KEYED, WIDTH, STRIDE = 3, 4, 2

local pieces = {}

-- what is remembered of the ids, in both generations
local function finished(from, count)
  local names = {}
  for i = 1, count do
    names[i] = plan[from + 4 * i - 3]
  end
  local known, older = redis.call('HMGET', r0, unpack(names)), redis.call('HMGET', r1, unpack(names))
  for i = 1, count do
    known[i] = known[i] or older[i]
  end
  return known
end

local function apply(value, from, count)
  local now, changing, at, epoch, seq, written, a, h, l, s, g, due, holds, leases, spilled = opened(value)
  local inline = holds + leases - spilled
  local first = claims(value, at, inline)
  if spilled > 0 then
    error()
  end
  local known = count > 1 and finished(from, count)
  local begun, scheduledFor, added, mine = seq, due, 0, known and {}
  local name = mode and nameBeside(dueKey)
  for i = 1, count do
    local field, claim, amount, ttl = plan[from + 1], plan[from + 2], plan[from + 3], plan[from + 4]
    local reply, expiry = 'T', 0
    from = from + 4
    if amount <= a and inline < INLINE and not (mine and mine[claim])
      and (inline == added or not find(value, claim, first, true)) then
      local done
      if known then
        done = known[i]
      else
        done = redis.call('HGET', r0, field) or redis.call('HGET', r1, field)
      end
      if not done then
        expiry = now + ttl
        a, h, seq, holds, inline = a - amount, h + amount, seq + 1, holds + 1, inline + 1
        reply = a
        added = added + 1
        pieces[added] = claim .. '\147\0' .. pack(amount, expiry)
        if mine then
          mine[claim] = true
        end
        if due == 0 or expiry < due then
          due = expiry
        end
        if mode then
          tell(6, name, epoch, seq, now, -amount, amount, 0, a, h, l, s, g, sub(claim, 3), expiry, false, false)
        end
      end
    end
    replies[answered + 2 * i - 1], replies[answered + 2 * i] = reply, expiry
  end
  if seq > begun then
    if due ~= scheduledFor then
      schedule(due)
    end
    return closed(value, changing, seq, written, now, a, h, l, s, g, due, holds, head(inline), sub(value, first),
      added == 1 and pieces[1] or table.concat(pieces, '', 1, added))
  end
end
