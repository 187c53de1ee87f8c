-- Drives one operation. BENCH_REQUESTS names a file with a request on each line: method, path and body, separated by tabs.
-- Of BENCH_THREADS threads each takes its own share of the lines (of a single one, that) and goes through them in order,
-- again and again.
local started = 0

function setup(thread)
  thread:set("index", started)
  started = started + 1
end

function init()
  local threads = tonumber(os.getenv("BENCH_THREADS"))
  local headers = "Host: " .. wrk.host .. ":" .. wrk.port .. "\r\n"
  local token = os.getenv("BENCH_TOKEN")
  if token and token ~= "" then headers = headers .. "Authorization: Bearer " .. token .. "\r\n" end

  local lines, made, at = {}, {}, 0
  for line in io.lines(os.getenv("BENCH_REQUESTS")) do
    lines[#lines + 1] = line
  end

  if #lines > 1 then
    local share = {}
    for i = index + 1, #lines, threads do share[#share + 1] = lines[i] end
    lines = share
  end

  function request()
    at = at % #lines + 1
    if not made[at] then
      local method, path, body = lines[at]:match("^([^\t]*)\t([^\t]*)\t?(.*)$")
      local content = ""
      if body ~= "" then content = "Content-Type: application/json\r\nContent-Length: " .. #body .. "\r\n" end
      made[at] = method .. " " .. path .. " HTTP/1.1\r\n" .. headers .. content .. "\r\n" .. body
    end

    return made[at]
  end
end

-- costs the driver time, so only where a run failed and is repeated to see how
if os.getenv("BENCH_SAMPLE") then
  local shown = false
  function response(status, _, body)
    if status > 299 and not shown then
      io.stderr:write(status, " ", body, "\n")
      shown = true
    end
  end
end

function done(summary, latency)
  local function ms(percentile)
    return summary.requests == 0 and "null" or string.format("%.3f", latency:percentile(percentile) / 1000)
  end

  local errors = summary.errors
  io.write(string.format(
    '{"requests":%d,"seconds":%.6f,"p50_ms":%s,"p99_ms":%s,"failed":%d,"broken":%d}\n',
    summary.requests, summary.duration / 1e6, ms(50), ms(99), errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
