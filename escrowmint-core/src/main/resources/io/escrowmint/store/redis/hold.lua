-- hold: plain reserves, under ids that the library made: available to held, for a time. Such an id meets no name of a
-- caller, so that it is looked for among what the library named only.
-- ARGV for each: its receipt's field, its claim's packed field, amount, ttl
-- reply for each: available, expiry
local KEYED, WIDTH, STRIDE = 3, 4, 2

local function apply(value, plan, from, count, replies, answered, clock, since, name, told, remembered, r0, r1)
  local now, changing, at, epoch, seq, written, a, h, l, s, g, due, holds, leases, spilled = opened(value, clock, since)
  local inline = holds + leases - spilled
  local first = claims(value, at, inline)
  if spilled > 0 then
    error()
  end
  local known, older, mine, pieces, piece
  if count > 1 then
    local names = {}
    for i = 1, count do
      names[i] = plan[from + 4 * i - 3]
    end
    known, older = redis.call('HMGET', r0, unpack(names)), redis.call('HMGET', r1, unpack(names))
    mine, pieces = {}, {}
  end
  local begun, soonest, added = seq, due, 0
  local terms, alike, lasting
  for i = 1, count do
    local field, claim, amount, ttl = plan[from + 1], plan[from + 2], plan[from + 3], plan[from + 4]
    local reply, expiry = 'T', 0
    from = from + 4
    if amount <= a and inline < PLAIN and not (mine and mine[claim])
      and (inline == added or not find(value, claim, first, true)) then
      local done
      if known then
        done = known[i] or older[i]
      else
        done = redis.call('HGET', r0, field) or redis.call('HGET', r1, field)
      end
      if not done then
        expiry = now + ttl
        a, h, seq, holds, inline = a - amount, h + amount, seq + 1, holds + 1, inline + 1
        reply = a
        added = added + 1
        -- those who travel together are often of the same amount, for the same time
        if alike ~= amount or lasting ~= expiry then
          alike, lasting, terms = amount, expiry, '\147\0' .. pack(amount, expiry)
        end
        piece = claim .. terms
        if mine then
          mine[claim], pieces[added] = true, piece
        end
        if soonest == 0 or expiry < soonest then
          soonest = expiry
        end
        if since then
          told = told + 1
          tell(told, 6, name, epoch, seq, now, -amount, amount, 0, a, h, l, s, g, sub(claim, 3), expiry, false, false)
        end
      end
    end
    replies[answered + 2 * i - 1], replies[answered + 2 * i] = reply, expiry
  end
  if seq > begun then
    return closed(value, changing, seq, since and seq or written, now, a, h, l, s, g, soonest, holds, head(inline),
      sub(value, first), added == 1 and piece or table.concat(pieces, '', 1, added)), soonest ~= due and soonest or nil, told,
      remembered
  end
end
