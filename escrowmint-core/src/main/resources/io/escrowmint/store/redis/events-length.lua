-- events-length: how many frames a partition holds.
-- KEYS: events
-- reply: { number of frames }
return { string.format('%d', redis.call('XLEN', KEYS[1])) }
