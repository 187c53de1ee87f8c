#!/usr/bin/env bash
# Restores, builds and runs every test; ends with the sums of all of them.
set -uo pipefail
cd "$(dirname "$0")"

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT

# the README's calls are a test, made with curl
if ! command -v curl > /dev/null; then
  apt-get update && apt-get install -y curl || exit 1
fi

sum() { # the sum of one counter over all result files
  find "$results" -name '*.trx' -exec sed -n 's/.*<Counters.* '"$1"'="\([0-9]*\)".*/\1/p' {} + | awk '{ n += $1 } END { print n + 0 }'
}

# the clients' generator; arguments choose among the tests of .NET
if [ "$#" -eq 0 ]; then
  (cd clients/typescript && npm ci --no-audit --no-fund) || exit 1
fi

status=0
dotnet restore Audit.sln || exit 1
dotnet build Audit.sln --no-restore || exit 1
dotnet format Audit.sln --no-restore --verify-no-changes --severity warn || { echo 'Run: dotnet format' >&2; status=1; }
dotnet test Audit.sln --no-build --logger trx --results-directory "$results" "$@" || status=1

total=$(sum total)
passed=$(sum passed)
executed=$(sum executed)
failed=$((executed - passed))
skipped=$((total - executed))

if [ "$#" -eq 0 ]; then
  rm -rf clients/typescript/build
  npm --prefix clients/typescript test || status=1
  tap=clients/typescript/build/results.tap
  tap_sum() { sed -n "s/^# $1 \([0-9]*\)$/\1/p" "$tap" 2> /dev/null | awk '{ n += $1 } END { print n + 0 }'; }
  passed=$((passed + $(tap_sum pass)))
  failed=$((failed + $(tap_sum fail) + $(tap_sum cancelled)))
  skipped=$((skipped + $(tap_sum skipped) + $(tap_sum todo)))
  [ "$(tap_sum tests)" -gt 0 ] || { echo 'No test of the TypeScript client ran.' >&2; status=1; }
fi

if [ "$total" -eq 0 ]; then
  echo 'No test ran.' >&2
  status=1
fi

[ "$failed" -eq 0 ] || status=1
echo "Tests: $passed passed, $failed failed, $skipped skipped"
exit "$status"
