-- spend: plain consumes; available to spent, all or nothing. Here with an event for each, without in spend-untold.lua.
-- ARGV for each: amount
-- reply for each: available
local KEYED, WIDTH, STRIDE = 0, 1, 1

local function apply(value, plan, from, count, replies, answered, clock, since, name, told, remembered)
  local now, changing, at, epoch, seq, written, a, h, l, s, g, due, holds = opened(value, clock, since)
  local begun = seq
  for i = 1, count do
    local amount = plan[from + i]
    local taken = amount <= a
    if taken then
      a, s, seq = a - amount, s + amount, seq + 1
      if since then
        told = told + 1
        tell(told, 4, name, epoch, seq, now, -amount, 0, amount, a, h, l, s, g, false, false, false, false)
      end
    end
    replies[answered + i] = taken and a or 'T'
  end
  if seq > begun then
    return closed(value, changing, seq, since and seq or written, now, a, h, l, s, g, due, holds, sub(value, at + 1), '', ''),
      nil, told, remembered
  end
end
