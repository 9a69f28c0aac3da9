-- For wrk: sends the requests of a file one after the other, each as from another network, and says how long they took.
-- Lines of the file: "H<tab>Name<tab>Value" for headers of all, then "method<tab>path<tab>body".
local lines, nextline, sent = {}, 0, 0

function init(args)
  for line in io.lines(args[1]) do
    local first, second, third = line:match("^([^\t]*)\t([^\t]*)\t?(.*)$")
    if first == "H" then wrk.headers[second] = third
    else lines[#lines + 1] = {first, second, third} end
  end
end

function request()
  nextline = nextline % #lines + 1
  sent = sent + 1
  wrk.headers["X-Forwarded-For"] = string.format("198.%d.%d.%d", 18 + sent / 65536 % 2, sent / 256 % 256, sent % 256)
  local one = lines[nextline]
  return wrk.format(one[1], one[2], nil, one[3] ~= "" and one[3] or nil)
end

function done(summary, latency, requests)
  local failed = summary.errors
  io.write(string.format(
    '{"requests": %d, "seconds": %.6f, "p50": %.3f, "p95": %.3f, "p99": %.3f, "most": %.3f, "bytes": %d, "failed": %d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(95) / 1e3,
    latency:percentile(99) / 1e3, latency.max / 1e3, summary.bytes,
    failed.connect + failed.read + failed.write + failed.status + failed.timeout))
end
