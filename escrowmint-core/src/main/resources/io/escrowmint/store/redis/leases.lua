-- leases: a page of live leases.
-- ARGV: size, expiry and id of the last one before the page, or '' and ''
-- reply: { A, 'granted consumed reported burn expiry', id, owner, ... }, one more than size if there is a next page
verbs.leases = function(w)
  if w.more then
    return 'M'
  end
  local all, last = listed(w, 'l')
  local reply = { 'A' }
  for i = 1, last do
    local lease = all[i][3]
    reply[#reply + 1] = format('%d %d %d %d %d', lease[2], lease[6], lease[7], lease[1] >= 2 and 1 or 0, lease[3])
    reply[#reply + 1] = all[i][2]:sub(2)
    reply[#reply + 1] = lease[5]
  end
  return reply
end
