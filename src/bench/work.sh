# Part of src/bench/run: one function for each kind of work, named by its first word.

# rows WORK CONNECTIONS REQUEST ROWS SERVER...: the same request to each server in turn.
rows() {
  local work=$1 connections=$2 kind=$3 rows=$4 round server
  shift 4
  model_folder one hep42
  for server in "$@"; do
    serve_row "$server"
    warm "$server" "$connections" "$kind"
  done
  for ((round = 0; round < rounds; round++)); do
    for server in "$@"; do
      measure "$work" "$server" "$server" "$connections" "$kind" "$rows"
    done
  done
}

# The servers asked for, the floor or the build before first: the others are compared with it.
chosen() {
  local server
  [[ -z $earlier ]] || echo before
  for server in floor gathered tfaas unbatched; do
    [[ ,$servers, != *,$server,* ]] || echo "$server"
  done
}

work_json() {
  rows "$1" "${1#json-}" json 1 $(chosen)
}

work_proto() {
  local connections=${1#proto-} round
  model_folder one hep42
  serve_row tfaas
  warm tfaas "$connections" json
  warm tfaas "$connections" row
  for ((round = 0; round < rounds; round++)); do
    measure "$1" /json tfaas "$connections" json
    measure "$1" /proto tfaas "$connections" row
  done
}

work_v1() {
  local round
  model_folder one hep42
  serve_row tfaas
  if [[ $1 == *frame* ]]; then
    rows "$1" 8 "$1" 1000 tfaas
    return
  fi
  warm tfaas "${1#v1-}" json
  warm tfaas "${1#v1-}" v1
  for ((round = 0; round < rounds; round++)); do
    measure "$1" /json tfaas "${1#v1-}" json
    measure "$1" /v1 tfaas "${1#v1-}" v1
  done
}

work_v2() {
  local round
  model_folder one hep42
  serve_row tfaas
  warm tfaas 8 "$1"
  for ((round = 0; round < rounds; round++)); do
    row_loop "$1" 1
    row_loop "$1" "$(nproc)"
    measure "$1" /v2 tfaas 8 "$1" 1024
  done
}

# row_loop WORK THREADS
row_loop() {
  local line
  line=$("$java" "${jvm[@]}" -cp "$classes" io.tfaas.bench.RowLoop "$models/hep42/1" 1024 42 "$2" \
    "$warm_up" "$seconds" 2>"$folder/loop.log") || {
    cat "$folder/loop.log" >&2
    fail "the loop of rows failed"
  }
  record "$1" "Session.run, threads: $2" 1024 "$line" 0
}

work_frame() {
  rows "$1" 8 "$1" 1000 $(chosen | grep -vE 'floor|gathered')
}

work_image() {
  local connections=${1#image-} round server
  model_folder images digits
  serve images images
  warm images "$connections" image
  for server in $(chosen | grep -E 'floor|gathered'); do
    serve_row "$server"
    warm "$server" "$connections" image
  done
  for ((round = 0; round < rounds; round++)); do
    image_loop "$1" "$(nproc)"
    image_loop "$1" 1
    measure "$1" tfaas images "$connections" image
    for server in $(chosen | grep -E 'floor|gathered'); do
      measure "$1" "$server" "$server" "$connections" image
    done
  done
  stop images
}

# image_loop WORK THREADS
image_loop() {
  local line
  line=$("$java" "${jvm[@]}" -cp "$classes" io.tfaas.bench.ImageLoop "$models/digits/1" \
    "$models/digits/images" "$image_batch" "$2" "$warm_up" "$seconds" 2>"$folder/loop.log") || {
    cat "$folder/loop.log" >&2
    fail "the loop of images failed"
  }
  record "$1" "loop of $image_batch, threads: $2" 1 "$line" 0
}

# The slow model's time a call is set by the number of its steps, and that by a trial.
work_two() {
  local round
  model_folder two hep42 slow
  serve two two
  slow_body 20
  warm two 1 json-slow
  warm two 100 json-hep42
  slow_body "$(load two 1 3 json-slow | awk -F'\t' '{ print int(20 * 50000 / $3) + 1 }')"
  for ((round = 0; round < rounds; round++)); do
    measure "$1" "fast alone" two 100 json-hep42
    drive two 1 "$((seconds + 2))" json-slow &
    pid[slow]=$!
    sleep 1
    measure "$1" "fast beside slow" two 100 json-hep42
    wait "${pid[slow]}"
    unset 'pid[slow]'
    record "$1, slow" "slow beside fast" 1 "$(loaded json-slow)" "$(resident_kb "${pid[two]}")" 0 0
  done
  stop two
}

slow_body() {
  printf '{"keys": ["steps", "x"], "values": [%d, 1], "model": "slow"}' "$1" \
    >"$folder/bodies/json-slow.json"
}

work_hundred() {
  local round server
  model_folder single hep42
  model_folder hundred hep42 $(seq -f 'hep42=copy%02g' 1 99)
  serve single single
  serve hundred hundred
  for server in single hundred; do
    warm "$server" 100 json-hep42
  done
  for ((round = 0; round < rounds; round++)); do
    measure "$1" "1 model" single 100 json-hep42
    measure "$1" "100 models" hundred 100 json-hep42
  done
  stop single hundred
}

# The warm server is measured last and recorded first: the cold one is compared with it.
work_cold() {
  local round
  model_folder one hep42
  for ((round = 0; round < rounds; round++)); do
    serve cold one
    results=$folder/cold measure "$1" "from the start" cold 100 json
    warm cold 100 json
    measure "$1" "warm" cold 100 json
    cat "$folder/cold" >>"$results"
    rm "$folder/cold"
    stop cold
  done
}

# The steady server is measured after the first install and recorded first, as above.
work_install() {
  local round
  model_folder none
  tar -czf "$folder/hep42.tar.gz" -C "$models" hep42
  for ((round = 0; round < rounds; round++)); do
    rm -rf "$folder/models.installing"
    serve installing none
    install installing
    results=$folder/installed measure "$1" "after the first install" installing 100 json
    warm installing 100 json
    measure "$1" "steady" installing 100 json
    (sleep 1 && install installing) &
    pid[install]=$!
    results=$folder/installed measure "$1" "during an install" installing 100 json
    wait "${pid[install]}"
    unset 'pid[install]'
    install installing
    results=$folder/installed measure "$1" "after the third install" installing 100 json
    cat "$folder/installed" >>"$results"
    rm "$folder/installed"
    stop installing
  done
}

# install SERVER: uploads the small network, and returns when it is served.
install() {
  curl -sS --fail-with-body -o "$folder/install.log" -H 'Content-Type: application/octet-stream' \
    --data-binary "@$folder/hep42.tar.gz" "${address[$1]}/bundle" || {
    cat "$folder/install.log" >&2
    fail "the upload failed"
  }
}

work_memory() {
  model_folder one hep42
  serve memory one
  measure "$1" "minute 2" memory 100 json 1 120
  measure "$1" "minute $minutes" memory 100 json 1 "$((60 * minutes - 120))"
  stop memory
}

# A model whose calls take 4 ms each, so that it is the model that cannot keep up and not the generator. The
# generator has a processor of its own: what it takes of the server's is no fault of the server.
work_overload() {
  local before
  model_folder slow slow
  local last=$(($(nproc) - 1))
  taskset -cp "0-$((last - 1))" $$ >/dev/null
  serve overloaded slow -Dtfaas.batching=off "-Dtfaas.max-wait=$max_wait"
  slow_body 20
  ((warm_up)) && warm overloaded 2 json-slow
  slow_body "$(load overloaded 1 3 json-slow | awk -F'\t' '{ n = int(20 * 4000 / $3); print (n > 0 ? n : 1) }')"
  load overloaded 4 "$seconds" json-slow >/dev/null
  before=$(resident_kb "${pid[overloaded]}")
  taskset -c "$last" "$java" -cp "$classes" io.tfaas.bench.OverloadClient "${address[overloaded]}/json" \
    "$folder/bodies/json-slow.json" "$seconds" >"$folder/overload.out" || fail "overload failed"
  awk -F'\t' -v before="$before" -v after="$(resident_kb "${pid[overloaded]}")" '
    $1 == "OVERLOAD" {
      printf "%-10s offered/s %7s  answered/s %8s  p50 %8s ms  p99 %8s ms  refused %7s  failed %s\n",
        $2, $3, $4, $5, $6, $7, $8
      rate[$2] = $4; p99[$2] = $6
    }
    END {
      printf "goodput at 3 times: %.2f of capacity; its p99: %.2f times that at 0.8; memory %d MiB, before %d MiB\n",
        rate["3 times"] / rate["capacity"], p99["3 times"] / p99["0.8 times"], after / 1024, before / 1024
    }' "$folder/overload.out" >"$folder/overload"
  taskset -cp "0-$last" $$ >/dev/null
  stop overloaded
}
