-- SPDX-License-Identifier: MIT
-- Goes round the kinds of request, each once bare and once behind filters.
local here = debug.getinfo(1, "S").source:match("^@(.*)/[^/]*$") or "."
dofile(here .. "/report.lua")

local kinds = { "hello", "stream", "write", "error", "hello", "upload", "chunked" }
local block = string.rep("u", 20000)
local requests, turn = {}, 0

function init(args)
  for _, mount in ipairs({ "", "/filtered" }) do
    for _, kind in ipairs(kinds) do
      if kind == "upload" then
        table.insert(requests, wrk.format("POST", mount .. "/upload", nil, block))
      elseif kind == "chunked" then
        local head = "POST " .. mount .. "/upload HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
        table.insert(requests, head .. string.format("%x\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n", #block, block, #block, block))
      else
        table.insert(requests, wrk.format("GET", mount .. "/" .. kind, { ["Accept-Encoding"] = "gzip" }))
      end
    end
  end
end

function request()
  turn = turn % #requests + 1
  return requests[turn]
end
