# Part of src/bench/run: starts and stops servers, and measures one under load.

# Ends all that was started, by its process id, and removes what was written.
finish() {
  local status=$?
  stop "${!pid[@]}"
  rm -rf "$folder"
  exit "$status"
}

# stop NAME...
stop() {
  local name
  for name in "$@"; do
    kill "${pid[$name]}" 2>/dev/null || true
  done
  for name in "$@"; do
    wait "${pid[$name]}" 2>/dev/null || true
    unset "pid[$name]"
  done
}

# model_folder NAME MODEL[=COPY]...: a folder with copies of the sample models.
model_folder() {
  local to=$folder/$1 model
  shift
  [[ -d $to ]] && return
  mkdir "$to"
  for model in "$@"; do
    cp -r "$models/${model%%=*}" "$to/${model##*=}"
  done
}

# launch NAME COMMAND...: starts a server that says on its output where it is ready.
launch() {
  local name=$1 log=$folder/$1.log begin=$EPOCHREALTIME
  shift
  [[ -n ${pid[$name]:-} ]] && return
  : >"$log"
  "$@" >>"$log" 2>&1 &
  pid[$name]=$!
  until address[$name]=$(grep -m1 -o 'is ready at http[^ ]*' "$log"); do
    kill -0 "${pid[$name]}" 2>/dev/null || { cat "$log" >&2 && fail "$name did not start"; }
    sleep 0.02
  done
  address[$name]=${address[$name]#is ready at }
  start_time[$name]=$(awk "BEGIN { print $EPOCHREALTIME - $begin }")
}

# serve NAME MODELS [OPTION...]: a packaged WAR, with a copy of the models: one server to a folder.
serve() {
  local name=$1 folder_of_models=$folder/models.$1 war=target/tfaas.war work=target/bench
  [[ $name != before ]] || war=$earlier work=$folder/unpacked
  [[ -d $folder_of_models ]] || cp -r "$folder/$2" "$folder_of_models"
  shift 2
  launch "$name" "$java" "${jvm[@]}" -Dtfaas.port=0 "-Dtfaas.model-dir=$folder_of_models" \
    "-Dtfaas.work-dir=$work" "$@" -jar "$war"
}

# serve_row NAME: one of the servers that the rows are sent to.
serve_row() {
  case $1 in
    tfaas) serve tfaas one ;;
    before) serve before one ;;
    unbatched) serve unbatched one -Dtfaas.batching=off ;;
    floor)
      launch floor "$java" "${jvm[@]}" -Dtfaas.port=0 -cp "$classes" io.tfaas.bench.FloorServer \
        src/bench/floor
      ;;
    gathered)
      launch gathered "$java" "${jvm[@]}" -Dtfaas.port=0 -cp "$classes" io.tfaas.bench.FloorServer \
        src/bench/floor gathered
      ;;
    *) fail "unknown server $1; there are tfaas, floor, gathered and unbatched" ;;
  esac
}

cpu_seconds() {
  sed 's/.*) //' "/proc/$1/stat" | awk -v hz="$(getconf CLK_TCK)" '{ print ($12 + $13) / hz }'
}

resident_kb() {
  awk '/^VmRSS/ { print $2 }' "/proc/$1/status"
}

# drive SERVER CONNECTIONS SECONDS REQUEST: becomes wrk; for a subshell.
drive() {
  local path type bodies
  request "$4"
  export BENCH_TYPE=$type BENCH_BODIES=$bodies
  [[ $4 != v2* ]] || export BENCH_JSON_LENGTH=$(<"$folder/bodies/$4.length")
  exec wrk -t1 -c"$2" -d"$3" -s src/bench/wrk/post.lua "${address[$1]}$path" >"$folder/wrk.$4"
}

# load SERVER CONNECTIONS SECONDS REQUEST: the line that post.lua ends with.
load() {
  (drive "$@")
  loaded "$4"
}

loaded() {
  sed -n 's/^BENCH\t//p' "$folder/wrk.$1"
}

# request NAME: sets path, type and bodies.
request() {
  local row=$folder/bodies
  case $1 in
    json*) path=/json type=application/json bodies=$row/$1.json ;;
    v1*) path=/v1/models/hep42:predict type=application/json bodies=$row/$1.json ;;
    v2*) path=/v2/models/hep42/infer type=application/octet-stream bodies=$row/$1.bin ;;
    row) path=/proto type=application/x-protobuf bodies=$row/row.pb ;;
    frame*) path=/proto type='application/x-protobuf; messageType=tfaaspb.DataFrame' bodies=$row/$1.pb ;;
    image) path=/image type="multipart/form-data; boundary=tfaas-bench" bodies=$(ls "$row"/*.form) ;;
  esac
}

# warm SERVER CONNECTIONS REQUEST: load before anything is measured; stops where nothing succeeds.
warm() {
  local line
  ((warm_up)) || return 0
  echo "  $1: warming up" >&2
  line=$(load "$1" "$2" "$warm_up" "$3")
  awk -F'\t' '{ exit !($1 > $7) }' <<<"$line" || {
    tail "$folder/$1.log" >&2
    fail "all requests to $1 failed"
  }
}

# measure WORK WHAT SERVER CONNECTIONS REQUEST [ROWS [SECONDS]]: one run, one line of results.
measure() {
  local of=${pid[$3]} before line
  before=$(cpu_seconds "$of")
  line=$(load "$3" "$4" "${7:-$seconds}" "$5")
  record "$1" "$2" "${6:-1}" "$line" "$(resident_kb "$of")" \
    "$(awk "BEGIN { print $(cpu_seconds "$of") - $before }")" "${start_time[$3]}"
  grep -E 'Socket errors|Non-2xx' "$folder/wrk.$5" >&2 || true
}

# record FIELD...: a line of results, said to the impatient as well.
record() {
  local IFS=$'\t'
  echo "$*" >>"$results"
  echo "$*" | awk -F'\t' '{ printf "  %s, %s: %d requests/s\n", $1, $2, $4 * 1e6 / $5 }' >&2
}
