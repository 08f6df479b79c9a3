#!/bin/sh
# Removes what a killed node leaves: its cgroups, then the state in its work folder. Logs stay.
#
#   clean.sh NAME WORK     after the process of launch.sh has ended
#   clean.sh               sweeps the cgroups of nodes whose test run died
set -eu

remove_cgroups() {
  awk '$3 == "cgroup" { print $2 }' /proc/self/mounts | while read -r controller; do
    # The kernel lets go of a cgroup some time after its last process.
    for _ in $(seq 200); do
      find "$controller/$1" -depth -type d -exec rmdir {} \; 2>/dev/null || true
      [ -d "$controller/$1" ] || break
      sleep 0.05
    done
    [ ! -d "$controller/$1" ] || echo "node: $controller/$1 is still in use" >&2
  done
}

if [ $# -eq 2 ]; then
  remove_cgroups "$1"
  find "$2" -mindepth 1 -maxdepth 1 ! -name '*.log' -exec rm -rf {} +
else
  awk '$3 == "cgroup" { print $2 }' /proc/self/mounts | while read -r controller; do
    for stale in "$controller"/keyturn-node-*; do
      [ ! -d "$stale" ] || find "$stale" -depth -type d -exec rmdir {} \; 2>/dev/null || true
    done
  done
fi
