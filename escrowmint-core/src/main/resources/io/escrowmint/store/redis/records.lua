-- records.lua: what is remembered of finished operations.
--
-- A record lies in one of two classes: 'k', what callers named, and 'r', what the library named. Each class has two
-- generations, hashes with fixed keys: the current one, and the one before it. A current generation that is older than
-- its time to live becomes the previous one; so a record lives one to two times to live. The field '' holds a
-- generation's birth. Any other field is the namespace, the length of the wallet's name, ':', the name and the id; so no
-- two meet. Namespaces: 'o' operation keys, 'r' reservations, 'l' leases, 'h' HTTP keys.

local function fieldOf(w, space, id)
  return space .. #w.name .. ':' .. w.name .. id
end

-- the record of a field in one class, and the key it lies in; lenient takes a record that cannot be read for none
local function recallOf(w, field, class, lenient)
  local pending = w[class][field]
  if pending ~= nil then
    return pending
  end
  local seen = w.seen ~= NONE and w.seen[class .. field]
  if seen then
    return seen[1], seen[2]
  end
  local p = w.p
  local key = class == 'r' and p.r0 or p.k0
  local raw = redis.call('HGET', key, field)
  if not raw then
    key = class == 'r' and p.r1 or p.k1
    raw = redis.call('HGET', key, field)
    if not raw then
      return nil
    end
  end
  local ok, _, record = pcall(decode, raw, 0)
  if ok and type(record) == 'table' then
    own(w, 'seen')[class .. field] = { record, key }
    return record, key
  end
  if not lenient then
    stop('!C a record cannot be read')
  end
end

-- the record of a field, the class and the key it lies in; classes is 'k', or both in order: 'kr' or 'rk'
local function recall(w, field, classes, lenient)
  local class = classes == 'rk' and 'r' or 'k'
  local record, key = recallOf(w, field, class, lenient)
  if not record and classes ~= 'k' then
    class = class == 'r' and 'k' or 'r'
    record, key = recallOf(w, field, class, lenient)
  end
  if record then
    return record, class, key
  end
end

local function remember(w, class, field, record)
  own(w, class)[field] = record
end

local function forget(w, class, field)
  own(w, class)[field] = false
end

-- writes a changed record where it lies, so that it does not live longer; a record without a key is written anyway
local function amend(w, field, record, key)
  if key then
    local amended = own(w, 'amended')
    amended[#amended + 1] = { key, field, record }
  end
end

local function classOf(named)
  return named and 'k' or 'r'
end

-- reads what is needed to write the records of a partition's wallets; returns the function that writes them
settleRecords = function(p, wallets)
  local born = {}
  for class in pairs({ k = 1, r = 1 }) do
    for _, w in ipairs(wallets) do
      if w[class] ~= NONE then
        born[class] = tonumber(redis.call('HGET', p[class .. '0'], '') or 0) or 0
      end
      for _, record in pairs(w[class]) do
        if not record then
          redis.call('HLEN', p[class .. '1'])
        end
      end
    end
  end
  return function()
    for _, w in ipairs(wallets) do
      for _, a in ipairs(w.amended) do
        redis.call('HSET', a[1], a[2], pack(a[3]))
      end
    end
    for class, birth in pairs(born) do
      local current, previous = p[class .. '0'], p[class .. '1']
      local ttl = (class == 'k') and IDEMPOTENCY_TTL or RECEIPT_TTL
      local gone, args = {}, {}
      for _, w in ipairs(wallets) do
        for field, record in pairs(w[class]) do
          if record then
            args[#args + 1] = field
            args[#args + 1] = pack(record)
          else
            gone[#gone + 1] = field
          end
        end
      end
      for i = 1, #gone, 1000 do
        redis.call('HDEL', current, unpack(gone, i, math.min(i + 999, #gone)))
        redis.call('HDEL', previous, unpack(gone, i, math.min(i + 999, #gone)))
      end
      if #args > 0 then
        local fresh = birth == 0
        if not fresh and clock - birth >= ttl then
          redis.call('UNLINK', previous)
          redis.call('RENAME', current, previous)
          fresh = true
        end
        if fresh then
          redis.call('HSET', current, '', format('%d', clock))
          redis.call('PEXPIRE', current, format('%d', 2 * ttl))
        end
        for i = 1, #args, 1000 do
          redis.call('HSET', current, unpack(args, i, math.min(i + 999, #args)))
        end
      end
    end
  end
end
