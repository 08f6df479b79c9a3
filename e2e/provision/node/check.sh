#!/bin/sh
# Says whether this machine can run a node at all: exit status 0, or 4 with the reason on stdout.
#
#   check.sh WORK      WORK is the folder that launch.sh will get
set -eu

work=$1
cannot() {
  echo "$1"
  exit 4
}

[ "$(uname -s)" = Linux ] || cannot "a node needs Linux"
[ "$(id -u)" = 0 ] || cannot "a node needs root, this is user $(id -un)"
for tool in bash ip mount nsenter openssl tar unshare; do
  command -v "$tool" >/dev/null 2>&1 || cannot "no $tool on PATH"
done
for controller in cpu cpuacct cpuset devices freezer memory pids; do
  awk -v name="$controller" '$3 == "cgroup" && ("," $4 ",") ~ ("," name ",") { found = 1 } END { exit !found }' \
    /proc/self/mounts ||
    cannot "the cgroup v1 controller $controller is not mounted; hosts with cgroup v2 only are untested and not supported yet"
done
case $(stat -f -c %T "$work") in
  ext2/ext3 | xfs | btrfs) ;;
  *) cannot "$work is on $(stat -f -c %T "$work"), where containerd cannot stack an overlay; it needs ext4, xfs or btrfs" ;;
esac
grep -qw overlay /proc/filesystems || modprobe overlay 2>/dev/null || cannot "the kernel has no overlay filesystem"
unshare --mount --net --pid --uts --ipc --cgroup --fork --kill-child=KILL --mount-proc true 2>/dev/null ||
  cannot "this process may not make namespaces"
unshare --net sh -c 'ip link add veth0 type veth peer name veth1 && ip link add bridge0 type bridge' 2>/dev/null ||
  cannot "the kernel has no veth or no bridge"
