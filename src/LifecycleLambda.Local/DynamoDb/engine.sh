#!/bin/sh
# Runs a program until this script's standard input is closed. LocalEngine.cs starts the engine with it, so that the engine ends
# with the local run, however that ends.
#
# usage: engine.sh PROGRAM ARGUMENT...

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
