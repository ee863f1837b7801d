-- spend: plain consumes; available to spent, all or nothing.
-- ARGV for each: amount
-- reply: A available 0 0
local KEYED = 0

local function apply(value, name, from, count)
  local now, changing, at, epoch, seq, written, a, h, l, s, g, due, holds = opened(value)
  local begun = seq
  for i = 1, count do
    local amount
    from, amount = fields(plan, 1, from)
    if amount <= a then
      a, s, seq = a - amount, s + amount, seq + 1
      replies[answered + i] = format('A %d 0 0', a)
      if mode then
        tell(4, name, epoch, seq, now, -amount, 0, amount, a, h, l, s, g, false, false, false, false)
      end
    end
  end
  if seq > begun then
    return closed(value, changing, seq, written, now, a, h, l, s, g, due, holds) .. sub(value, at + 1)
  end
end
