#!/usr/bin/env bash
# Holds a trial: tries to refute what the service promises, and prints what was sent, what was broken and what was found.
#
#   trials/run.sh TRIAL [--OPTION NUMBER]...
#
# Without arguments it lists the trials and their options. It exits with 0 where nothing was found, 1 where something was,
# 2 where the arguments make no sense and 3 where the trial could not be held. docs/testing.md says more.

set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en

# says something only when it fails
output=$(cd "$root" && dotnet build trials/Audit.Trials -c Release -v quiet 2>&1) || { printf '%s\n' "$output" >&2; exit 3; }
exec dotnet "$root/trials/Audit.Trials/bin/Release/net10.0/Audit.Trials.dll" "$@"
