-- spend: plain consumes; available to spent, all or nothing.
-- ARGV for each: amount
-- reply: A available 0 0
local WORDS, KEYED = 1, 0

local function apply(p, value, name, _, from, count)
  local now, at, epoch, seq, written, a, h, l, s, g, due, holds, leases, spilled = opened(value)
  follow(p, seq, written)
  local begun = seq
  for i = 1, count do
    local amount = plan[from + i - 1]
    if amount <= a then
      a, s, seq = a - amount, s + amount, seq + 1
      answer(i, format('A %d 0 0', a))
      if p.mode then
        tell(4, name, epoch, seq, now, -amount, 0, amount, a, h, l, s, g, false, false, false, false)
      end
    end
  end
  if seq > begun then
    return closed(epoch, seq, p.mode and seq or written, now, a, h, l, s, g, due, holds, leases, spilled)
      .. value:sub(at + 1)
  end
end
