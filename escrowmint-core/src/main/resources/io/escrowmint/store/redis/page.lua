-- page.lua: open claims in order of expiry, then of id.

-- the rank of the first spilled claim after a position; found by bisection among those of equal expiry
local function rankAfter(w, expiry, field)
  local low = redis.call('ZCOUNT', w.expiryKey, '-inf', '(' .. format('%d', expiry))
  local high = low + redis.call('ZCOUNT', w.expiryKey, format('%d', expiry), format('%d', expiry))
  while low < high do
    local middle = math.floor((low + high) / 2)
    local found = redis.call('ZRANGE', w.expiryKey, middle, middle)[1]
    if before(field, found) then
      high = middle
    else
      low = middle + 1
    end
  end
  return low
end

-- claims of one kind after a position, size of them and one more to know whether there is a next page
local function listed(w, kind)
  local size, expiry, field = number(1), number(2) or 0, kind .. (text(3) or '')
  local all = {}
  local function add(at, name, claim)
    if name:sub(1, 1) == kind and at > w.now and (at > expiry or at == expiry and before(field, name)) then
      all[#all + 1] = { at, name, claim }
    end
  end
  local list = inline(w)
  -- how many of the kind have spilled, so that a long set is not searched for what is not there
  local spilled = kind == 'h' and w.s[HOLDS] or w.s[LEASES]
  for i = 1, #list, 2 do
    if list[i]:sub(1, 1) == kind then
      spilled = spilled - 1
    end
    add(list[i + 1][3], list[i], list[i + 1])
  end
  for name, claim in pairs(w.spill) do
    if claim then
      add(claim[3], name, claim)
    end
  end
  if w.s[SPILLED] > 0 then
    local rank, found = rankAfter(w, expiry, field), 0
    while found <= size and found < spilled do
      local range = redis.call('ZRANGE', w.expiryKey, rank, rank + 999)
      if #range == 0 then
        break
      end
      for i = 1, #range do
        local name = range[i]
        if found <= size and name:byte() == kind:byte() and w.spill[name] == nil then
          local claim = find(w, name)
          if claim then
            add(claim[3], name, claim)
            found = found + 1
          end
        end
      end
      rank = rank + 1000
    end
  end
  table.sort(all, function(a, b)
    if a[1] ~= b[1] then
      return a[1] < b[1]
    end
    return before(a[2], b[2])
  end)
  return all, math.min(#all, size + 1)
end
