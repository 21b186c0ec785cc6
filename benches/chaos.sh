#!/usr/bin/env bash
# A run against a mock server that fails for one question in five, in two formats, killed on the way and continued.
#
#   MOCK=path/to/mock_llm benches/chaos.sh [CONVERSATIONS]
#
# MUSE names the program (the debug build when not given), RATE how many questions a minute may leave. What is made lies in a
# folder that is taken away at the end. It prints figures and fails when one of them breaks a promise.
set -euo pipefail
cd "$(dirname "$0")/.."
mock=${MOCK:?the path of the mock server}
count=${1:-60}
rate=${RATE:-1200}
muse=$(realpath "${MUSE:-target/debug/muse-studio}")
products=$PWD/sample_data/products.jsonl
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server"; rm -rf "$work"' EXIT
export MUSE_FIRST_BYTE_SECONDS=3 MUSE_IDLE_SECONDS=2

# The most lines of a list of seconds in any stretch of so many of them.
most_within() {
    awk -v length_s="$1" '{ at[NR] = $1; while (at[NR] - at[first + 1] >= length_s) first++
        if (NR - first > most) most = NR - first } END { print most + 0 }' "$2"
}

run() {
    local format=$1 home=$work/$1 code=0
    mkdir "$home"
    cd "$home"
    export MUSE_HOME=$home/home
    "$mock" --listen 127.0.0.1:0 --log "$home/log.jsonl" --lang hi --sse-split-utf8 true --latency-ms 200 --seed 5 \
        --p429 0.05 --p500 0.03 --p503 0.03 --pdrop 0.03 --pdrop-mid 0.02 --pmalformed 0.02 --pstall 0.02 \
        --stall-ms 8000 --retry-after 1 >"$home/mock" &
    server=$!
    sleep 1
    local address
    address=$(grep -o 'http://[0-9.:]*' "$home/mock")
    "$muse" init . >/dev/null
    "$muse" products import "$products" -q >/dev/null 2>&1
    local ask=(generate --provider "$format" --base-url "$address/v1" --model mock --requests-per-minute "$rate"
        --max-in-flight 16 --json)
    "$muse" "${ask[@]}" -n "$count" --seed 3 --languages hi=100 >"$home/made.json" 2>"$home/told" &
    local kills=0 program=$!
    while [ "$kills" -lt 3 ] && sleep 4 && kill -KILL "$program" 2>/dev/null; do
        wait "$program" 2>/dev/null || true
        kills=$((kills + 1))
        "$muse" "${ask[@]}" --resume >"$home/made.json" 2>"$home/told" &
        program=$!
    done
    wait "$program" || code=$?
    [ "$code" -eq 0 ] || [ "$code" -eq 3 ] || { cat "$home/told"; exit "$code"; }
    "$muse" workspace ledger --json >"$home/ledger.json"
    "$muse" conversations list --json >"$home/list.jsonl"
    kill "$server"
    server=
    jq -r .t "$home/log.jsonl" | sort -n >"$home/times"
    local second minute
    second=$(most_within 1 "$home/times")
    minute=$(most_within 60 "$home/times")

    echo "$format"
    echo "  kills                                  $kills"
    jq -r '"  conversations begun, kept              \(.attempts), \(.kept)"' "$home/made.json"
    jq -r '"  attempts, answered, given up           \(.calls), \(.done + .refused), \(.dead)",
           "  attempts for each question             \(.calls * 1000 / (.done + .refused + .dead) | round / 1000)",
           "  without an end, maybe billed           \(.without_end), \(.maybe_billed)",
           "  failures                               \(.errors | to_entries | map("\(.key) \(.value)") | join(", "))"' "$home/ledger.json"
    echo "  questions that the server saw          $(wc -l <"$home/times")"
    echo "  most in a second, in a minute          $second, $minute (of $rate a minute)"

    jq -se 'all(.outcome != null)' "$home/list.jsonl" >/dev/null || { echo "a conversation has no end"; exit 1; }
    jq -e '.calls < 1.35 * (.done + .refused + .dead)' "$home/ledger.json" >/dev/null || { echo "too many attempts"; exit 1; }
    # A kill begins a new pace: what left before it is not known.
    [ "$second" -le $((((rate + 59) / 60 + 1) * (kills > 0 ? 2 : 1))) ] || { echo "too many in a second"; exit 1; }
    [ "$minute" -le $((rate + kills)) ] || { echo "too many in a minute"; exit 1; }
    cd "$OLDPWD"
}

run openai-compatible
run anthropic
