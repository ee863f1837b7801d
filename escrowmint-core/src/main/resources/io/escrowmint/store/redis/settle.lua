-- settle: plain commits and cancels of holds that the library named and that lie in the state: held to spent, the rest
-- to available; or all of it to available.
-- ARGV for each: id, actual, or -1 to charge what is held, or -2 to cancel
-- reply: A available asked charged 0 0 0, as commit; A available amount, as cancel
local WORDS, KEYED = 2, 2

local function apply(p, value, name, place, from, count)
  local now, at, epoch, seq, written, a, h, l, s, g, due, holds, leases, spilled = opened(value)
  local list = claims(value, at, holds + leases - spilled)
  follow(p, seq, written)
  local begun = seq
  for i = 1, count do
    local id, asked = plan[from], plan[from + 1]
    local lies = position(list, 'h' .. id)
    local hold = lies and list[lies + 1]
    from = from + 2
    if hold and hold[1] == 0 and not hold[4] and now < hold[3] and asked <= hold[2] then
      local amount, kind, charged = hold[2], 8, asked
      if asked == -2 then
        kind, asked, charged = 9, false, false
        remember(place .. id, '\146' .. pack(2, amount))
        a = a + amount
        answer(i, format('A %d %d', a, amount))
      else
        if asked == -1 then
          asked, charged = amount, amount
        end
        a, s = a + amount - charged, s + charged
        remember(place .. id, '\151' .. pack(1, amount, asked, charged, a, 0, 0))
        answer(i, format('A %d %d %d 0 0 0', a, asked, charged))
      end
      h, seq, holds = h - amount, seq + 1, holds - 1
      table.remove(list, lies + 1)
      table.remove(list, lies)
      if p.mode then
        tell(kind, name, epoch, seq, now, amount - (charged or 0), -amount, charged or 0, a, h, l, s, g, id,
          false, asked, charged)
      end
    end
  end
  if seq > begun then
    if holds + leases == 0 and due - now > 60000 then
      due = 0
      schedule(false, name)
    end
    return closed(epoch, seq, p.mode and seq or written, now, a, h, l, s, g, due, holds, leases, spilled) .. pack(list)
  end
end
