# Medians over the rounds, one line for each thing measured. Input, by tabs: work, what, rows a
# request, requests, microseconds, p50, p99, p99.9, longest, failed, resident kB, CPU seconds,
# seconds to start. Ratios are taken round by round, to the first that was measured for the work.

function put(column, value) {
  samples[key, column, ++count[key, column]] = value
}

function median(key, column,    n, i, j, sorted, value) {
  n = count[key, column]
  for (i = 1; i <= n; i++) {
    value = samples[key, column, i]
    for (j = i - 1; j >= 1 && sorted[j] > value; j--) sorted[j + 1] = sorted[j]
    sorted[j + 1] = value
  }
  return n % 2 ? sorted[(n + 1) / 2] : (sorted[n / 2] + sorted[n / 2 + 1]) / 2
}

function grouped(number,    text, result) {
  text = sprintf("%.0f", number)
  while (length(text) > 3) {
    result = "," substr(text, length(text) - 2) result
    text = substr(text, 1, length(text) - 3)
  }
  return text result
}

function millis(column,    micros) {
  micros = median(key, column)
  return sprintf(micros < 10000 ? "%.3f" : "%.1f", micros / 1000)
}

BEGIN { FS = "\t" }

{
  key = $1 FS $2
  if (!(key in failed)) keys[++last] = key
  if (!($1 in base)) base[$1] = key
  rate = $5 > 0 ? $4 * 1e6 / $5 : 0
  put("rate", rate)
  put("rows", rate * $3)
  round = count[key, "rate"]
  first = samples[base[$1], "rate", round]
  put("ratio", first > 0 ? rate / first : 0)
  put("p50", $6); put("p99", $7); put("p99.9", $8); put("longest", $9)
  failed[key] += $10
  put("resident", $11 / 1024)
  put("cpu", $4 > 0 ? $12 * 10000 / $4 : 0)
  put("start", $13)
}

END {
  print "| work | what | requests/s | ratio | rows/s | p50 ms | p99 ms | p99.9 ms | longest ms | failed | resident MiB | CPU s/10,000 | start s |"
  print "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|"
  for (i = 1; i <= last; i++) {
    key = keys[i]
    split(key, name, FS)
    start = median(key, "start")
    cpu = median(key, "cpu")
    printf "| %s | %s | %s | %.2f | %s | %s | %s | %s | %s | %s | %.0f | %s | %s |\n", name[1], name[2],
      grouped(median(key, "rate")), median(key, "ratio"), grouped(median(key, "rows")),
      millis("p50"), millis("p99"), millis("p99.9"), millis("longest"), grouped(failed[key]),
      median(key, "resident"), (cpu > 0 ? sprintf("%.2f", cpu) : "–"),
      (start > 0 ? sprintf("%.1f", start) : "–")
  }
}
