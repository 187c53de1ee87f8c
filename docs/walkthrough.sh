#!/usr/bin/env bash
# Plays one incident, from a detector's report to the closed case, through the HTTP API of a service in Development:
#
#   docs/walkthrough.sh                                   at http://localhost:5080
#   BASE_URL=http://localhost:8080 docs/walkthrough.sh    somewhere else
#
# Needs bash, sed and curl; with Node.js 20 or later it also checks the history without the service. Each run plays in
# a tenant of its own. Ends with 0 only if everything was as it should be.
set -euo pipefail

BASE_URL=${BASE_URL:-http://localhost:5080}
BASE_URL=${BASE_URL%/}
TENANT=tnt_walkthrough_$(date +%s)_$$
docs=$(dirname "${BASH_SOURCE[0]}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

step() { printf '\n%s\n' "$1"; }
say() { printf '   %s\n' "$1"; }
fail() { printf '\nNot as expected: %s\n' "$1" >&2; exit 1; }

# post_token WHO NAME ROLES SCOPE: signs somebody in
post_token() {
  local body
  body=$(curl -sS "$BASE_URL/dev/token" -H 'Content-Type: application/json' \
    -d '{"tenant_id":"'"$TENANT"'","sub":"'"$1"'","name":"'"$2"'","roles":['"$3"'],"scope":"'"$4"'"}') \
    || fail "nothing answers at $BASE_URL; start the service with: dotnet run --project src/Audit.Api"
  [[ $body == *'"access_token":"'* ]] || fail "no token from $BASE_URL/dev/token, which exists in Development only: $body"
  printf '%s' "$body" | sed 's/.*"access_token":"\([^"]*\)".*/\1/' > "$work/$1.token"
}

# call WHO METHOD PATH [options of curl …]: somebody's request; the answer is kept as that one's last
call() {
  local who=$1 method=$2 path=$3
  shift 3
  curl -sS -X "$method" "$BASE_URL$path" -o "$work/$who.body" -D "$work/$who.headers" -w '%{http_code}' \
    -H "Authorization: Bearer $(< "$work/$who.token")" -H 'Content-Type: application/json' -H 'Prefer: handling=strict' "$@" > "$work/$who.status"
  say "$who: $method $path -> $(< "$work/$who.status")"
}

status() { cat "$work/$1.status"; }

# a JSON string, as a regular expression
string='"(\\.|[^"\\])*"'

# member WHO NAME: the first member of that name in the last answer; nothing where there is none
member() {
  local pattern="\"$2\":($string|[^,}]*)"
  [[ $(< "$work/$1.body") =~ $pattern ]] || return 0
  local value=${BASH_REMATCH[1]}
  value=${value#'"'} value=${value%'"'}
  printf '%s' "${value//'\"'/'"'}"
}

# header WHO NAME: a header of the last answer
header() (
  shopt -s nocasematch
  while IFS= read -r line; do
    line=${line%$'\r'}
    [[ $line != "$2: "* ]] || printf '%s' "${line#*: }"
  done < "$work/$1.headers"
)

# count WHO TEXT: how often it stands in the last answer
count() {
  local body rest
  body=$(< "$work/$1.body")
  rest=${body//"$2"/}
  echo $(((${#body} - ${#rest}) / ${#2}))
}

# expect WHAT ACTUAL WANTED
expect() { [[ $2 == "$3" ]] || fail "$1 should be $3, but is ${2:-nothing}"; }

# answered WHO STATUS
answered() { [[ $(status "$1") == "$2" ]] || fail "$1 should get $2, but got $(status "$1"): $(< "$work/$1.body")"; }

post_token detector 'Sign-in watch' '' 'audit:ingest'
post_token anna 'Anna Berg' '"security_admin"' ''
post_token ben 'Ben Osei' '"security_admin"' ''
post_token auditor 'Chen Wei' '"auditor"' ''
echo "Everything below happens in the tenant $TENANT at $BASE_URL."

step '1. A detector reports an anomaly'
call detector POST /internal/audit/anomalies \
  -d '{"type":"brute_force","severity":"high","description":"40 failed sign-ins in a minute","user_id":"usr_abc123","mitre_tactic":"T1110"}'
answered detector 201
anomaly=$(member detector id)

step '2. Anna makes an incident of it'
call anna POST "/admin/audit/anomalies/$anomaly/escalate" -d '{"severity":"critical"}'
answered anna 201
incident=$(member anna id)
expect 'the title' "$(member anna title)" 'brute_force: usr_abc123'
say "incident \"$(member anna title)\", $(member anna severity), $(member anna status)"
call anna GET "/admin/audit/anomalies/$anomaly"
expect 'the anomaly' "$(member anna status)" investigating
expect 'its case' "$(member anna related_case_id)" "$incident"
say 'the anomaly is being investigated, and names the incident as its case'

step '3. Anna and Ben read the same version, and both change it at the same moment'
call anna GET "/admin/audit/incidents/$incident"
call ben GET "/admin/audit/incidents/$incident"
etag=$(header anna ETag)
expect "Ben's version" "$(header ben ETag)" "$etag"
say "both have read ETag $etag and send it as If-Match"
anna_changes() { call anna PUT "/admin/audit/incidents/$incident/status" -d '{"status":"investigating"}' -H "If-Match: $(header anna ETag)"; }
ben_changes() { call ben POST "/admin/audit/incidents/$incident/assign" -d '{"assignee":"ben"}' -H "If-Match: $(header ben ETag)"; }
anna_changes & annas=$!
ben_changes & bens=$!
wait "$annas"
wait "$bens"
if [[ $(status anna) == 200 ]]; then winner=anna loser=ben; else winner=ben loser=anna; fi
answered $winner 200
answered $loser 412
say "$winner was first; $loser has overwritten nothing, reads again and goes on"
current=$(header $loser ETag)
expect 'the version that the 412 names' "$current" "$(header $winner ETag)"
call $loser GET "/admin/audit/incidents/$incident"
expect 'what is read' "$(header $loser ETag)" "$current"
"${loser}_changes"
answered $loser 200
expect 'the status' "$(member $loser status)" investigating
expect 'the assignee' "$(member $loser assignee)" ben

step '4. Ben comments, the answer is lost, and he sends it again'
key=walkthrough-$TENANT
ben_comments() { call ben POST "/admin/audit/incidents/$incident/comment" -d '{"content":"All from one network; blocked at the edge."}' -H "Idempotency-Key: $key"; }
ben_comments
answered ben 200
say "(that answer never reaches him; he repeats the request under the same Idempotency-Key)"
ben_comments
answered ben 200
expect 'Idempotency-Replayed' "$(header ben Idempotency-Replayed)" true
say 'Idempotency-Replayed: true'
call ben GET "/admin/audit/incidents/$incident"
expect 'the number of comments' "$(count ben '"content":')" 1
say 'the incident has one comment'

step '5. Ben contains it; Anna would close it at once, which is no step from there'
call ben PUT "/admin/audit/incidents/$incident/status" -d '{"status":"contained"}' -H "If-Match: $(header ben ETag)"
answered ben 200
call anna PUT "/admin/audit/incidents/$incident/status" -d '{"status":"closed","resolution":"true_positive"}'
answered anna 409
expect 'the key' "$(member anna i18n_key)" error.transition_refused
say "$(member anna detail)"

step '6. Ben resolves it, and with it the anomalies that belong to it'
call ben PUT "/admin/audit/incidents/$incident/status" -H "If-Match: $(header ben ETag)" \
  -d '{"status":"resolved","resolution":"true_positive","resolution_note":"Credential stuffing; the passwords were reset","cascade":true}'
answered ben 200
call ben GET "/admin/audit/anomalies/$anomaly"
expect 'the anomaly' "$(member ben status)" resolved
say "the anomaly is resolved by $(member ben resolved_by): $(member ben reason)"

step '7. Anna closes it'
call anna PUT "/admin/audit/incidents/$incident/status" -d '{"status":"closed"}'
answered anna 200
expect 'the status' "$(member anna status)" closed
expect 'what may follow' "$(count anna '"allowed_transitions":[]')" 1
expect 'the resolution' "$(member anna resolution)" true_positive

step '8. An auditor asks who did what and when'
call auditor GET "/admin/audit/incidents/$incident/timeline"
answered auditor 200
rest=$(< "$work/auditor.body")
rest=${rest#*'"items":['}
entry="^,?(\{([^\"{}]|$string)*\})"
actions=''
while [[ $rest =~ $entry ]]; do
  rest=${rest#"${BASH_REMATCH[0]}"}
  printf '%s' "${BASH_REMATCH[1]}" > "$work/entry.body"
  actions+="$(member entry action) "
  from=$(member entry from)
  note=$(member entry note)
  printf '   %4s  %s  %-5s  %-14s  %s%s%s\n' "$(member entry sequence)" "$(member entry occurred_at)" \
    "$(member entry actor_id)" "$(member entry action)" "${from:+$from -> }" "$(member entry to)" "${note:+: $note}"
done
say "(the numbers in between are the anomaly's: a tenant has one history)"
expect 'the number of entries' "$(wc -w <<< "$actions" | tr -d ' ')" "$(member auditor total)"
expect 'the number of moves' "$(count auditor '"action":"status_changed"')" 4
expect 'the first entry' "${actions%% *}" created

step '9. The auditor has the whole history verified'
call auditor GET /admin/audit/history/verify
answered auditor 200
expect 'valid' "$(member auditor valid)" true
last_sequence=$(member auditor last_sequence)
last_hash=$(member auditor last_hash)
say "valid: $(member auditor checked) entries; the last is $last_sequence with the hash"
say "$last_hash"
say '(kept elsewhere, these two prove later that nothing up to there was removed or written anew)'
call auditor GET "/admin/audit/history/verify?expected_sequence=$last_sequence&expected_hash=$last_hash"
expect 'valid' "$(member auditor valid)" true

step '10. … and checks an export without the service'
call auditor GET '/admin/audit/history?limit=1000'
answered auditor 200
verify=(node "$docs/verify-history.mjs" --tenant "$TENANT" --expected-sequence "$last_sequence" --expected-hash "$last_hash")
if ! command -v node > /dev/null; then
  say "node is not installed: not checked. The command is"
  say "${verify[*]} FILE"
else
  "${verify[@]}" "$work/auditor.body" | sed 's/^/   /' || fail 'the export should be valid'
  say 'In a copy of it, "contained" is made "resolved":'
  sed 's/"to":"contained"/"to":"resolved"/' "$work/auditor.body" > "$work/changed.body"
  code=0
  "${verify[@]}" "$work/changed.body" > "$work/found" || code=$?
  sed 's/^/   /' "$work/found"
  expect 'the exit code' "$code" 1
fi

printf '\nEverything was as it should be.\n'
