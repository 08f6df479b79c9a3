#!/bin/bash
# Runs a Kubernetes node in namespaces and a cgroup of its own until it is killed; the machine stays as it was.
#
#   launch.sh WORK NAME
#
# WORK is an empty folder on a plain filesystem: logs and state go there. NAME begins with "keyturn-node-" and is that
# of the cgroup. The file WORK/ready appears when the node is Ready. Kill the process to stop it, then call clean.sh.
# This process becomes unshare, whose only child is process 1 of the node.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
work=$(cd "$1" && pwd)
name=$2

"$here/parts.sh" "$work"

# Every process of the node is born in these cgroups: containers too, so that one limit holds for all.
while read -r _ mountpoint type _; do
  [ "$type" = cgroup ] || continue
  mkdir "$mountpoint/$name"
  if [ -e "$mountpoint/cpuset.cpus" ]; then
    cat "$mountpoint/cpuset.cpus" >"$mountpoint/$name/cpuset.cpus"
    cat "$mountpoint/cpuset.mems" >"$mountpoint/$name/cpuset.mems"
  fi
  if [ -e "$mountpoint/$name/memory.limit_in_bytes" ]; then
    echo 4G >"$mountpoint/$name/memory.limit_in_bytes"
  fi
  echo $$ >"$mountpoint/$name/cgroup.procs"
done </proc/self/mounts

exec unshare --mount --net --pid --uts --ipc --cgroup --fork --kill-child=KILL --mount-proc --propagation private \
  "$here/inside.sh" "$work"
