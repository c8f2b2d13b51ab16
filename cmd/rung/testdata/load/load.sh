#!/bin/bash
# Bounded load on loopback: 50 connections on search and on classify of the
# API over the demo's market, with the memory of the server before and after.
#
#	load.sh RUNG [SECONDS]
set -euo pipefail
rung=$1 seconds=${2:-20} here=$(dirname "$0")
command -v wrk >/dev/null || { echo "wrk is not installed: load is skipped"; exit 0; }
dir=$(mktemp -d)
"$rung" --quiet --data "$dir/data" demo --once >/dev/null
"$rung" --quiet --data "$dir/data" serve --addr 127.0.0.1:0 --rate 0 2>"$dir/log" &
pid=$!
trap 'kill $pid; wait $pid || true; rm -rf "$dir"' EXIT
until at=$(grep -o 'http://[0-9.:]*/' "$dir/log"); do kill -0 $pid; sleep 0.2; done
rss() { awk '/^VmRSS/ {printf "%.0f MiB", $2 / 1024}' "/proc/$pid/status"; }
ticks() { awk '{print $14 + $15}' "/proc/$pid/stat"; }
load() {
  local before; before=$(ticks)
  wrk -t2 -c50 -d"$1" --timeout 10s --latency "${@:2}" | sed 's/^ */  /' >"$dir/out"
  grep -E '50%|99%|Requests/sec|requests in|errors|Non-2xx' "$dir/out"
  # What a request costs does not depend on who else uses the machine.
  awk -v ticks=$(($(ticks) - before)) -v hz="$(getconf CLK_TCK)" '/requests in/ {printf "  %.2f ms of processor a request\n", 1000 * ticks / hz / $1}' "$dir/out"
}
search="${at}api/v1/search?q=payments&rung=pm..lead"
classify=(-s "$here/classify.lua" "${at}api/v1/classify")
load 3s "$search" >/dev/null
load 3s "${classify[@]}" >/dev/null
for round in 1 2; do
  echo "search, round $round, RSS before $(rss)"; load "${seconds}s" "$search"; echo "  RSS after $(rss)"
  echo "classify, round $round, RSS before $(rss)"; load "${seconds}s" "${classify[@]}"; echo "  RSS after $(rss)"
done
