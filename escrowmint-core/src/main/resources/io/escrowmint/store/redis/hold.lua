-- hold: plain reserves, under ids that the library made: available to held, for a time. Such an id meets no name of a
-- caller, so that it is looked for among what the library named only.
-- ARGV for each: id, amount, ttl
-- reply: A available amount expiry 0
local WORDS, KEYED = 3, 3

-- what is remembered of the ids, in both generations
local function finished(p, place, from, count)
  if count == 1 then
    return { redis.call('HGET', p.r0, place .. plan[from]) or redis.call('HGET', p.r1, place .. plan[from]) }
  end
  local names = {}
  for i = 1, count do
    names[i] = place .. plan[from + 3 * i - 3]
  end
  local known, older = redis.call('HMGET', p.r0, unpack(names)), redis.call('HMGET', p.r1, unpack(names))
  for i = 1, count do
    known[i] = known[i] or older[i]
  end
  return known
end

local function apply(p, value, name, place, from, count)
  local now, at, epoch, seq, written, a, h, l, s, g, due, holds, leases, spilled = opened(value)
  local list = claims(value, at, holds + leases - spilled)
  follow(p, seq, written)
  if spilled > 0 then
    return
  end
  local known, begun, first = finished(p, place, from, count), seq, due
  for i = 1, count do
    local id, amount, expiry = plan[from], plan[from + 1], now + plan[from + 2]
    local field = 'h' .. id
    from = from + 3
    if amount <= a and #list < 2 * INLINE and not known[i] and not position(list, field) then
      a, h, seq, holds = a - amount, h + amount, seq + 1, holds + 1
      list[#list + 1] = field
      list[#list + 1] = { 0, amount, expiry }
      if due == 0 or expiry < due then
        due = expiry
      end
      answer(i, format('A %d %d %d 0', a, amount, expiry))
      if p.mode then
        tell(6, name, epoch, seq, now, -amount, amount, 0, a, h, l, s, g, id, expiry, false, false)
      end
    end
  end
  if seq > begun then
    if due ~= first then
      schedule(due, name)
    end
    return closed(epoch, seq, p.mode and seq or written, now, a, h, l, s, g, due, holds, leases, spilled) .. pack(list)
  end
end
