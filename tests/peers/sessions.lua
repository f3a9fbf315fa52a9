-- SPDX-License-Identifier: MIT
-- Many clients: the first answers give each one its cookie, which it brings along from then on.
local here = debug.getinfo(1, "S").source:match("^@(.*)/[^/]*$") or "."
dofile(here .. "/report.lua")

local clients, requests, turn = 256, {}, 0

function request()
  if #requests < clients then
    return wrk.format()
  end
  turn = turn % clients + 1
  return requests[turn]
end

function response(status, headers)
  if #requests == clients then
    return
  end
  for name, value in pairs(headers) do
    if name:lower() == "set-cookie" then
      local own = { Cookie = value:match("^%s*([^;]+)") }
      for other, text in pairs(wrk.headers) do
        own[other] = text
      end
      requests[#requests + 1] = wrk.format(nil, nil, own)
    end
  end
end
