# Sourced by the checks: counts what they find.
passed=0
failed=0

# check WHAT COMMAND...: runs the command and says how it went; its output shows only where it failed.
check() {
  local what=$1 output
  shift
  if output=$("$@" 2>&1); then
    passed=$((passed + 1))
    echo "passed   $what"
  else
    failed=$((failed + 1))
    echo "FAILED   $what"
    printf '%s\n' "$output" | tail -n 20 | sed 's/^/         /'
  fi
}

skip() {
  echo "skipped  $1"
}

finish() {
  echo "$passed passed, $failed failed"
  [ "$failed" -eq 0 ]
}
