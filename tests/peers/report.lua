-- SPDX-License-Identifier: MIT
-- One line that measure.py reads. Closed connections are not errors: some peers never keep one alive.
function done(summary, latency, requests)
  local errors = summary.errors.status + summary.errors.timeout + summary.errors.connect
  io.write(string.format("peers requests=%d bytes=%d seconds=%f p50=%f p99=%f errors=%d\n",
    summary.requests, summary.bytes, summary.duration / 1e6, latency:percentile(50), latency:percentile(99), errors))
end
