-- plain-claims.lua: the claims of a state as bytes. Claims stay packed: a plain hold is found by the bytes of its field,
-- and follows with type and flags (\147\0), which no text can hold, because it is no UTF-8. So more of them can lie in a
-- state than where each is taken apart.

-- plain holds that lie in a state at most; its bytes are written anew with each of them
local PLAIN = 128

-- what an array of so many claims begins with: two elements each
local function head(count)
  if count < 8 then
    return string.char(144 + 2 * count)
  end
  return '\220' .. string.char(math.floor(count / 128), 2 * count % 256)
end

-- whether claims end where one of them does, or go on with a field. If they do not, that one is damaged
local function sound(value, behind)
  local tag = behind > 0 and value:byte(behind + 1)
  return not tag or tag > 159 and tag < 192 or tag == 217 or tag == 218
end

-- where the claims of a state begin behind their head, which is one byte as long as they are few
local function claims(value, at, count)
  local first = count < 8 and at + 2 or at + 4
  if count < 8 and value:byte(at + 1) ~= 144 + 2 * count or count > 7 and value:sub(at + 1, at + 3) ~= head(count)
    or count == 0 and #value >= first then
    error()
  end
  return first
end

-- the claims of a state from a place on, without those that are cut out: where each begins, and where it ends
local function remaining(value, from, cuts, ends)
  table.sort(cuts)
  local kept = {}
  for i = 1, #cuts do
    kept[i] = value:sub(from, cuts[i] - 1)
    from = ends[cuts[i]] + 1
  end
  kept[#cuts + 1] = value:sub(from)
  return table.concat(kept)
end
