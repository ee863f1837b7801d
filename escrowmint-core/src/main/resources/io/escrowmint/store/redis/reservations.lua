-- reservations: a page of open reservations.
-- ARGV: size, expiry and id of the last one before the page, or '' and ''
-- reply: { A, 'amount expiry', id, 'amount expiry', id, ... }, one more than size if there is a next page
verbs.reservations = function(w)
  if w.more then
    return 'M'
  end
  local all, last = listed(w, 'h')
  local reply = { 'A' }
  for i = 1, last do
    reply[#reply + 1] = format('%d %d', all[i][3][2], all[i][1])
    reply[#reply + 1] = all[i][2]:sub(2)
  end
  return reply
end
