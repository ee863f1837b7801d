-- events-announce: says, before the mode of any partition does, that events are written from now on. A plain call that
-- brings wallets of several partitions of a single server looks at this key instead of as many modes.
-- KEYS: announcement
-- reply: { 1 }
local time = redis.call('TIME')
redis.call('SET', KEYS[1], string.format('%d', time[1] * 1000 + math.floor(time[2] / 1000)))
return { '1' }
