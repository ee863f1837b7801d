-- record: what the scripts of API keys share; stands before each of them.
-- KEYS: control, records by id, ids by hash, ids by version of their latest change, ids by wallet, versions that later
-- changes have replaced
-- A record is { hash, wallet, label, created, expires, revoked }; times in ms since 1970, 0 for never.
local CONTROL, RECORDS, HASHES, CHANGES, WALLETS, SUPERSEDED = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6]
local MAX_SUPERSEDED = 10000
local clock = redis.call('TIME')
local micros = tonumber(clock[1]) * 1000000 + tonumber(clock[2])
local now = math.floor(micros / 1000)

local function whole(number)
  return string.format('%d', number)
end

-- A record that cannot be read, which nobody writes here, is no key, and in nobody's way.
local function parsed(packed)
  local sound, record = pcall(cmsgpack.unpack, packed)
  if not sound or type(record) ~= 'table' then
    return nil
  end
  for i = 1, 6 do
    if type(record[i]) ~= (i < 4 and 'string' or 'number') then
      return nil
    end
  end
  return record
end

local function read(id)
  local packed = redis.call('HGET', RECORDS, id)
  return packed and parsed(packed)
end

local function ended(record, at)
  return (record[6] > 0 and record[6] <= at) or (record[5] > 0 and record[5] <= at)
end

-- A revoked key stays so, even if the clock has gone back behind its revocation since.
local function usable(record)
  return record[6] == 0 and not ended(record, now)
end

local function append(reply, id, record)
  local size = #reply
  reply[size + 1] = id
  reply[size + 2] = record[1]
  reply[size + 3] = record[2]
  reply[size + 4] = record[3]
  reply[size + 5] = whole(record[4])
  reply[size + 6] = whole(record[5])
  reply[size + 7] = whole(record[6])
  return reply
end

-- Versions follow the clock, so that they go on growing after a failover that lost some.
local function next_version()
  local known = redis.call('HMGET', CONTROL, 'version', 'epoch')
  local version = math.max(tonumber(known[1] or 0) + 1, micros)
  redis.call('HSET', CONTROL, 'version', whole(version), 'epoch', known[2] or whole(micros))
  return whole(version)
end

-- The list counts while it begins with the version that control names as the latest replaced. Another one may have been
-- left behind by a history that is lost, where control was restored without it, and would make known what is not. What is no
-- list counts for nothing either: it must not be in the way of a revocation.
local function is_list_of(superseded)
  return redis.pcall('LINDEX', SUPERSEDED, 0) == superseded
end

local function supersede(version)
  local latest = redis.call('HGET', CONTROL, 'superseded')
  if not is_list_of(latest) then
    redis.call('DEL', SUPERSEDED)
    if latest then
      redis.call('LPUSH', SUPERSEDED, latest)
    end
  end
  redis.call('HSET', CONTROL, 'superseded', version)
  redis.call('LPUSH', SUPERSEDED, version)
  redis.call('LTRIM', SUPERSEDED, 0, MAX_SUPERSEDED - 1)
end

-- Of a known record, the first write frees: at maxmemory a key can still be revoked.
local function change(id, record)
  local superseded = redis.call('ZSCORE', CHANGES, id)
  redis.call('ZREM', CHANGES, id)
  if superseded then
    supersede(whole(tonumber(superseded)))
  end
  redis.call('HSET', RECORDS, id, cmsgpack.pack(record))
  redis.call('ZADD', CHANGES, next_version(), id)
end

local function add(id, record)
  redis.call('HSET', RECORDS, id, cmsgpack.pack(record))
  redis.call('HSET', HASHES, record[1], id)
  redis.call('ZADD', WALLETS, 0, record[2] .. '\0' .. id)
  redis.call('ZADD', CHANGES, next_version(), id)
end
