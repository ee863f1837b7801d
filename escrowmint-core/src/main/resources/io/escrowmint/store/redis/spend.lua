-- spend: plain consumes; available to spent, all or nothing. Here with an event for each, without in spend-untold.lua.
-- ARGV for each: amount
-- reply for each: available
local KEYED, WIDTH, STRIDE = 0, 1, 1

local function apply(value, from, count)
  local now, changing, at, epoch, seq, written, a, h, l, s, g, due, holds = opened(value)
  local begun, name = seq, mode and nameBeside(stream)
  for i = 1, count do
    local amount = plan[from + i]
    local taken = amount <= a
    if taken then
      a, s, seq = a - amount, s + amount, seq + 1
      if mode then
        tell(4, name, epoch, seq, now, -amount, 0, amount, a, h, l, s, g, false, false, false, false)
      end
    end
    replies[answered + i] = taken and a or 'T'
  end
  if seq > begun then
    return closed(value, changing, seq, written, now, a, h, l, s, g, due, holds, sub(value, at + 1), '', '')
  end
end
