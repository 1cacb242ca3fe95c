#!/bin/sh
# Runs a program until this script's standard input is closed. LocalEngine.cs starts the engine with it, so that the engine ends
# with the local run, however that ends.
#
# usage: engine.sh PROGRAM ARGUMENT...

# Ctrl-C reaches every process of a terminal's session, but the local run needs the engine until its own end. So this script runs in
# a new session, on systems that have setsid.
if [ "$1" != --new-session ]; then
  exec $(command -v setsid) sh "$0" --new-session "$@"
fi
shift

exec 2>&1
exec 3<&0
"$@" 3<&- &
engine=$!
{ read -r _ <&3; kill -9 "$engine"; } 2> /dev/null &
watcher=$!
wait "$engine"
status=$?
kill -9 "$watcher"
exit "$status"
