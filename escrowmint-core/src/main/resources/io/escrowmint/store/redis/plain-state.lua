-- plain-state.lua: what is asked of plain commands, and what a state of a plain wallet looks like.

local MAX = 9007199254740991

-- the largest number in four bytes
local NARROW = 4294967295

-- what a state begins with that is not fenced and was written by our scripts (see core.lua): a header, its flags, seq in
-- five bytes, or in nine once it needs them, three numbers of nine bytes, the epoch
local SHORT = '^\159[\2\4]\206....\207........\207........\207........\207%z%z'
local LONG = '^\159[\2\4]\207........\207........\207........\207........\207%z%z'

-- what is to be done: 1 if events are passed, number of partitions; for each partition number of wallets; for each wallet
-- number of commands; for each command its arguments
local plan = { cmsgpack.unpack(ARGV[1]) }
local passed = plan[1]

-- whether what may be there beside the credits that can be spent is sound, and nothing of it has expired
local function quiet(now, h, l, due, holds, leases, spilled)
  return (due == 0 or now < due) and h >= 0 and due >= 0 and holds >= 0 and h % 1 + due % 1 + holds % 1 == 0
    and (l == 0 and leases == 0 and spilled == 0
      or l >= 0 and leases >= 0 and spilled >= 0 and l % 1 + leases % 1 + spilled % 1 == 0)
end
