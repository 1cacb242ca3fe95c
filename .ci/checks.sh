# shellcheck shell=bash
# The checks source this file, which runs them and counts the results.

# The checks search the output of dotnet for English words.
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_UI_LANGUAGE=en

passed=0
failed=0

# check WHAT COMMAND...: runs the command and reports the result. The command's output shows only if it failed.
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

# A test that hangs ends the run, which then names this test.
at_a_hang=(--hangdump --hangdump-timeout 10m --hangdump-type None)

# run_tests WHAT LEAST ARGUMENT...: runs tests and adds their results. A skipped test counts as failed. So does a run that ends early or
# has fewer than LEAST tests.
run_tests() {
  local what=$1 least=$2 results code ok bad
  shift 2
  results=$(mktemp -d)
  echo "running  $what"
  dotnet test --no-build --fail-skips on --minimum-expected-tests "$least" --results-directory "$results" \
    "${at_a_hang[@]}" "$@" > "$results/output" 2>&1
  code=$?
  ok=$(sed -n 's/^ *succeeded: *\([0-9]*\)$/\1/p' "$results/output" | tail -n 1)
  bad=$(sed -n 's/^ *failed: *\([0-9]*\)$/\1/p' "$results/output" | tail -n 1)
  [ "$code" -eq 0 ] || [ "${bad:-0}" -gt 0 ] || bad=1
  if [ "$code" -ne 0 ]; then
    cat "$results/output" "$results"/LifecycleLambda*_hang.log 2> /dev/null | tail -n 60 | sed 's/^/         /'
  fi
  echo "         ${ok:-0} passed, ${bad:-0} failed"
  passed=$((passed + ${ok:-0}))
  failed=$((failed + ${bad:-0}))
  rm -rf "$results"
}

# copy_tree FOLDER: copies the files that are committed or will be, so that the folder is like a fresh clone.
copy_tree() {
  mkdir -p "$1"
  git ls-files -z --cached --others --exclude-standard | tar --null --files-from=- --create | tar --extract --directory "$1"
}

# start_advisory_source FOLDER: starts advisory.py in the background and waits until it serves.
start_advisory_source() {
  python3 .ci/advisory.py "$1" &
  for _ in $(seq 100); do
    [ ! -s "$1/nuget.config" ] || return 0
    sleep 0.1
  done
}

# Shells, CI systems and containers export these variables for other purposes. None of them may change a build.
# shellcheck disable=SC2034
foreign_variables=(
  VERSION=latest VERSIONSUFFIX=rc/1 PACKAGEVERSION=latest ASSEMBLYVERSION=latest FILEVERSION=latest INFORMATIONALVERSION=latest
  CONFIGURATION=production PLATFORM=linux/amd64 PLATFORMS='linux/amd64,linux/arm64' PLATFORMTARGET=arm64 OS=Windows_NT
  HOST=vm ARCH=amd64 PORTABLE=1 NAME=someone TARGET=all TARGETNAME=all TARGETPATH=/nonexistent PROJECT=other PROJECTNAME=other
  OUTPUTPATH=/nonexistent OUTDIR=/nonexistent OUTPUTTYPE=image BASEOUTPUTPATH=/nonexistent INTERMEDIATEOUTPUTPATH=/nonexistent
  BASEINTERMEDIATEOUTPUTPATH=/nonexistent ARTIFACTSPATH=/nonexistent PUBLISHDIR=/nonexistent
  SOLUTIONDIR=/nonexistent PROJECTDIR=/nonexistent
  ASSEMBLYNAME=other ROOTNAMESPACE=other TITLE=other PRODUCT=other COMPANY=other DESCRIPTION=other AUTHORS=other PACKAGEID=other
  RUNTIMEIDENTIFIER=win-x64 RUNTIMEIDENTIFIERS=win-x64 TARGETFRAMEWORK=net8.0 TARGETFRAMEWORKS='net8.0;net9.0' SELFCONTAINED=true
  DEBUG=1 DEBUGTYPE=full OPTIMIZE=maybe FEATURES=all DEFINECONSTANTS=OTHER LANGUAGE=en_US:en LANGVERSION=latest NULLABLE=no
  NOWARN=all WARNINGLEVEL=high WARNINGSASERRORS=all TREATWARNINGSASERRORS=true CI=true CODEPAGE=ibm850
  APPCONFIG=/nonexistent ERRORLOG=/nonexistent
  POSTBUILDEVENT=false PREBUILDEVENT=false RUNCOMMAND=false STARTUPOBJECT=Other NOLOGO=1 SYSROOT=/nonexistent PUBLISHAOT=maybe
)
