-- settle: plain commits and cancels of holds that the library named and that lie in the state: held to spent, the rest
-- to available; or all of it to available.
-- ARGV for each: its receipt's field, its claim's packed field, actual, or -1 to charge what is held, or -2 to cancel
-- reply for each: available, what was charged, or what was given back
local KEYED, WIDTH, STRIDE = 2, 3, 2

receipts = { '', '' }

local function apply(value, plan, from, count, replies, answered, clock, since, name, told, remembered)
  local now, changing, at, epoch, seq, written, a, h, l, s, g, due, holds, leases, spilled = opened(value, clock, since)
  local inline = holds + leases - spilled
  local first = claims(value, at, inline)
  local begun, rest, cuts, ends = seq, nil, nil, nil
  local figures, held, spent
  if count > 1 then
    cuts, ends = {}, {}
  end
  for i = 1, count do
    local field, claim, asked = plan[from + 1], plan[from + 2], plan[from + 3]
    local reply, moved = 'T', 0
    from = from + 3
    local lies, last = find(value, claim, first, true)
    if lies and not (ends and ends[lies]) then
      local behind, flags, amount, expiry = fields(value, 3, last + 1)
      if value:byte(last + 1) == 147 and flags == 0 and now < expiry and asked <= amount and sound(value, behind) then
        local kind, charged, record = 8, asked, nil
        if asked == -2 then
          kind, asked, charged = 9, false, false
          a, moved = a + amount, amount
          record = '\146\2' .. pack(amount)
        else
          if asked == -1 then
            asked, charged = amount, amount
          end
          a, s, moved = a + amount - charged, s + charged, charged
          -- those who travel together are often of the same amounts
          if held ~= amount or spent ~= charged then
            held, spent, figures = amount, charged, '\151\1' .. pack(amount, asked, charged)
          end
          record = figures .. pack(a) .. '\0\0'
        end
        receipts[remembered + 1], receipts[remembered + 2] = field, record
        remembered = remembered + 2
        reply = a
        h, seq, holds, inline = h - amount, seq + 1, holds - 1, inline - 1
        behind = behind > 0 and behind or #value
        if cuts then
          cuts[#cuts + 1], ends[lies] = lies, behind
        else
          rest = sub(value, first, lies - 1) .. sub(value, behind + 1)
        end
        if since then
          told = told + 1
          tell(told, kind, name, epoch, seq, now, amount - (charged or 0), -amount, charged or 0, a, h, l, s, g,
            sub(claim, 3), false, asked, charged)
        end
      end
    end
    replies[answered + 2 * i - 1], replies[answered + 2 * i] = reply, moved
  end
  if seq > begun then
    local idle = holds + leases == 0 and due - now > 60000
    return closed(value, changing, seq, since and seq or written, now, a, h, l, s, g, idle and 0 or due, holds,
      head(inline), rest or remaining(value, first, cuts, ends), ''), idle and 0 or nil, told, remembered
  end
end
