#!/usr/bin/env bash
# Conversations by a real model on this machine, end to end and streamed, and one job whose answers have a given form.
#
#   benches/local_model.sh http://127.0.0.1:8080/v1 [CONVERSATIONS]
#
# The address is that of a llama.cpp server, or of any other server of the common format. MUSE names the program (the debug
# build when not given), MODEL the model (the first that the server lists), JUDGED how many conversations the job is about.
# TEMPERATURE is 0.8 when not given: small models lose their thread when they must always take the likeliest word.
# What is made lies in a folder that is taken away at the end. It prints figures and fails when one of them cannot be right.
set -euo pipefail
cd "$(dirname "$0")/.."
address=${1:?the address of a server, such as http://127.0.0.1:8080/v1}
count=${2:-20}
judged=${JUDGED:-3}
muse=$(realpath "${MUSE:-target/debug/muse-studio}")
products=$PWD/sample_data/products.jsonl
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
model=${MODEL:-$(curl -sf "$address/models" | jq -r '.data[0].id')}
export MUSE_HOME=$work/home MUSE_PROVIDER=openai-compatible MUSE_MODEL_URL=$address MUSE_MODEL=$model
export MUSE_FIRST_BYTE_SECONDS=600
cd "$work"

"$muse" init . >/dev/null
"$muse" products import "$products" -q >/dev/null 2>&1

question='{"model": "'$model'", "stream": true, "max_tokens": 16, "temperature": 0,
  "messages": [{"role": "system", "content": "You help in a shop."}, {"role": "user", "content": "Number PLACE: a blue kurta?"}]}'
# Until the first piece of text: some servers send the head of an answer before they have read the question.
for place in 1 2 3 4 5; do
    rm -f "$work/answer"
    asked=$(date +%s%N)
    curl -sfN -H 'content-type: application/json' -d "${question/PLACE/$place}" "$address/chat/completions" >"$work/answer" &
    answering=$!
    until grep -q '"content": *"[^"]' "$work/answer" 2>/dev/null; do
        kill -0 "$answering" 2>/dev/null || grep -q '"content": *"[^"]' "$work/answer" || { echo "no text came" >&2; exit 1; }
        sleep 0.01
    done
    echo "$((($(date +%s%N) - asked) / 1000000))"
    wait "$answering"
done | sort -n >"$work/first"

begun=$(date +%s)
code=0
"$muse" generate --provider openai-compatible --base-url "$address" --model "$model" -n "$count" --languages en=100 \
    --seed 1 --conversation-length-range 1,2 --temperature "${TEMPERATURE:-0.8}" --max-in-flight "${AT_A_TIME:-2}" --json \
    >"$work/made.json" 2>"$work/told" || code=$?
seconds=$(($(date +%s) - begun))
[ "$code" -eq 0 ] || [ "$code" -eq 3 ] || { cat "$work/told"; exit "$code"; }
"$muse" workspace ledger --json >"$work/ledger.json"
"$muse" conversations list --json >"$work/list.jsonl"

echo "model                       $model"
echo "first text, five questions  $(paste -sd' ' "$work/first") ms"
jq -r '"conversations begun         \(.attempts), of them to their end \(.attempts - (.outcomes.stopped // 0))",
       "turns                       \(.turns)",
       "left out, by why            \([.not_kept[].why] | group_by(.) | map("\(.[0]) \(length)") | join(", "))"' "$work/made.json"
jq -r '"questions                   \(.calls), answered \(.done), failed \(.retried + .dead), without an end \(.without_end)",
       "tokens                      \(.input_tokens) read, \(.output_tokens) written",
       "failures                    \(if .errors == {} then "none" else (.errors | tostring) end)"' "$work/ledger.json"
echo "seconds                     $seconds"

# Every conversation says how it ended, and every question of a run that ended has an end.
jq -se 'all(.outcome != null)' "$work/list.jsonl" >/dev/null
jq -e '.without_end == 0 and .calls == .done + .refused + .retried + .dead' "$work/ledger.json" >/dev/null

code=0
"$muse" review auto --judge model --limit "$judged" --json >"$work/judged.json" 2>"$work/told" || code=$?
[ "$code" -eq 0 ] || [ "$code" -eq 3 ] || { cat "$work/told"; exit "$code"; }
"$muse" workspace ledger --json >"$work/after.json"
echo "a job of given form         $(jq -c . "$work/judged.json")"
jq -rs '"its questions               \(.[1].calls - .[0].calls), answered \(.[1].done - .[0].done)"' "$work/ledger.json" "$work/after.json"
