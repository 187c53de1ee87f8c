#!/usr/bin/env bash
# Measures the service beside the floor, the least code that answers the same from one SQLite file.
#
#   bench/run.sh [--size N] [--seconds S] [--rounds R] [--json FILE] [--chart FILE] [--markdown FILE] [--seed-only]
#
#   --size N         incidents of the largest tenant, from 1000 (default 10000); measured are 1000 and each power of ten below N too
#   --seconds S      how long one run of an operation takes (default 1)
#   --rounds R       runs of each operation, of which the median counts, up to 7 (default 3)
#   --json FILE      the rows, as JSON
#   --chart FILE     the chart of p50 against the number of records, as SVG (default bench/results/p50.svg)
#   --markdown FILE  the tables, as Markdown
#   --seed-only      make the files that are missing, and measure nothing
#
# Files are kept in bench/data; AUDIT_BENCH_DATA names another folder.

set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export AUDIT_BENCH_ROOT=$root DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en
bench=$root/bench/Audit.Bench/bin/Release/net10.0/Audit.Bench.dll

for argument in "$@"; do
  if [ "$argument" = --help ] || [ "$argument" = -h ]; then
    sed -n '2,/^$/s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
    exit 0
  fi
done

build() { # says something only when it fails
  local output
  output=$(cd "$root" && dotnet build "$1" -c Release -v quiet 2>&1) || { printf '%s\n' "$output" >&2; exit 1; }
}

install_wrk() {
  local sudo=()
  [ "$(id -u)" -eq 0 ] || sudo=(sudo)
  echo 'Installing wrk…' >&2
  "${sudo[@]}" apt-get update > /dev/null && "${sudo[@]}" apt-get install -y wrk > /dev/null
}

build bench/Audit.Bench
dotnet "$bench" --check "$@"
command -v wrk > /dev/null || install_wrk
build src/Audit.Api
build bench/floor
exec dotnet "$bench" "$@"
