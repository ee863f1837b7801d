-- events-retold: until when lives began that were to be told once more.
-- KEYS: control
-- reply: { a time in ms, or 0 }
return { redis.call('HGET', KEYS[1], 's') or '0' }
