-- Posts the files named in BENCH_BODIES (one a line, in turn) as BENCH_TYPE, and ends with a
-- line for src/bench/run: requests, microseconds, percentiles 50, 99, 99.9, longest, failed.

local bodies = {}
for name in os.getenv("BENCH_BODIES"):gmatch("[^\n]+") do
  local file = assert(io.open(name, "rb"))
  bodies[#bodies + 1] = file:read("*a")
  file:close()
end

wrk.method = "POST"
wrk.headers["Content-Type"] = os.getenv("BENCH_TYPE")
wrk.headers["Inference-Header-Content-Length"] = os.getenv("BENCH_JSON_LENGTH")
wrk.body = bodies[1]

-- One body: wrk sends the same bytes again and again, and calls no Lua at all.
if #bodies > 1 then
  local requests, last = {}, 0

  function init()
    for i, body in ipairs(bodies) do
      requests[i] = wrk.format(nil, nil, nil, body)
    end
  end

  function request()
    last = last % #requests + 1
    return requests[last]
  end
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format("BENCH\t%d\t%d\t%d\t%d\t%d\t%d\t%d\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99), latency:percentile(99.9), latency.max,
    errors.connect + errors.read + errors.write + errors.timeout + errors.status))
end
