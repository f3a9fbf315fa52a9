-- SPDX-License-Identifier: MIT
-- Many clients in turn, each with the cookie that it was given before: one a line of the file that is the script's argument.
-- What answers say is not looked at: wrk would take every header apart, on the processors that the server needs.
local here = debug.getinfo(1, "S").source:match("^@(.*)/[^/]*$") or "."
dofile(here .. "/report.lua")

local requests, turn = {}, 0

function init(args)
  for cookie in io.lines(args[1]) do
    local own = { Cookie = cookie }
    for other, text in pairs(wrk.headers) do
      own[other] = text
    end
    requests[#requests + 1] = wrk.format(nil, nil, own)
  end
end

function request()
  turn = turn % #requests + 1
  return requests[turn]
end
