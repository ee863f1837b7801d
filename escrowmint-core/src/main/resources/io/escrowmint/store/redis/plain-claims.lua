-- plain-claims.lua: what plain reserves and settles share beside plain.lua. Claims stay packed: one is found by the bytes
-- of its field, and a plain hold follows with type and flags (\147\0), which no text can hold, because it is no UTF-8. So
-- more of them can lie in a state than where each is taken apart (see claims.lua).

local INLINE = 64

-- what an array of so many claims begins with: two elements each
local function head(count)
  if count < 8 then
    return string.char(144 + 2 * count)
  end
  return '\220' .. string.char(math.floor(count / 128), 2 * count % 256)
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
