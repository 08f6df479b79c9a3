#!/bin/bash
# Process 1 of a node: makes the machine look like an empty one, starts Kubernetes, and ends when any part of it ends.
# Started by launch.sh in namespaces of its own; the order of the steps matters.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
work=$1
started=$(date +%s%N)

# Says how far the node is, in milliseconds since this script began; the log is read when a start fails.
step() {
  echo "node: $1 after $((($(date +%s%N) - started) / 1000000)) ms"
}

private_folders() {
  mount --make-rshared /
  # kubelet and containerd leave folders and sockets in these.
  local folder upper
  for folder in /etc /opt /var/lib /usr/libexec; do
    [ -d "$folder" ] || continue
    upper=$work/overlay$folder
    mkdir -p "$upper/upper" "$upper/work"
    mount -t overlay -o "lowerdir=$folder,upperdir=$upper/upper,workdir=$upper/work" overlay "$folder"
  done
  mount -t tmpfs tmpfs /var/log
  mount -t tmpfs tmpfs /run
  # A short name for everything of this node: paths of sockets end at 108 bytes.
  mkdir /run/node
  mount --bind "$work" /run/node
  mkdir -p /run/node/tmp /run/node/pki
}

# The node sees its own cgroups as the roots.
own_cgroups() {
  local controllers options
  controllers=$(awk '$3 == "cgroup" { print $2 " " $4 }' /proc/self/mounts)
  umount --recursive /sys
  mount -t sysfs sysfs /sys
  mount -t tmpfs tmpfs /sys/fs/cgroup
  while read -r mountpoint options; do
    options=$(echo "$options" | tr ',' '\n' | grep -vxE 'rw|ro|relatime|noatime|nosuid|nodev|noexec' | paste -sd,)
    mkdir "$mountpoint"
    mount -t cgroup -o "$options" cgroup "$mountpoint"
  done <<<"$controllers"
}

# kubelet writes these settings, which belong to the whole machine: give it files to write to instead.
shield_settings() {
  local setting copy
  for setting in vm/overcommit_memory vm/panic_on_oom kernel/panic kernel/panic_on_oops kernel/keys/root_maxkeys \
    kernel/keys/root_maxbytes; do
    [ -e "/proc/sys/$setting" ] || continue
    copy=/run/node/settings/$setting
    mkdir -p "$(dirname "$copy")"
    cat "/proc/sys/$setting" >"$copy"
    mount --bind "$copy" "/proc/sys/$setting"
  done
}

network() {
  hostname node
  ip link set lo up
  ip link add node0 type veth peer name node0p
  ip addr add 10.88.0.1/24 dev node0
  # For the servers of tests, which must not share the address of the API server.
  ip addr add 10.88.0.2/24 dev node0
  ip link set node0 up
  ip link set node0p up
  # Leads nowhere, but without a route the addresses of services are refused.
  ip route add default via 10.88.0.254 dev node0
  echo 1 >/proc/sys/net/ipv4/ip_forward
}

# start NAME ARGUMENT...: in the background, with a log of its own
start() {
  local name=$1
  shift
  "/run/node/bin/$name" "$@" >"/run/node/$name.log" 2>&1 </dev/null &
}

# await WHAT COMMAND...: until the command succeeds; gives up after a minute
await() {
  local what=$1 left=600
  shift
  until "$@" >/dev/null 2>&1; do
    left=$((left - 1))
    if [ "$left" = 0 ]; then
      step "$what did not come"
      exit 1
    fi
    sleep 0.1
  done
  step "$what"
}

control_plane() {
  local pki=/run/node/pki
  start etcd --name=node --data-dir=/run/node/etcd --unsafe-no-fsync --log-level=warn \
    --listen-client-urls=http://127.0.0.1:2379 --advertise-client-urls=http://127.0.0.1:2379 \
    --listen-peer-urls=http://127.0.0.1:2380 --initial-advertise-peer-urls=http://127.0.0.1:2380 \
    --initial-cluster=node=http://127.0.0.1:2380
  start kube-apiserver --etcd-servers=http://127.0.0.1:2379 --advertise-address=10.88.0.1 --secure-port=6443 \
    --service-cluster-ip-range=10.96.0.0/16 --allow-privileged=true \
    --authorization-mode=Node,RBAC --enable-admission-plugins=NodeRestriction \
    --tls-cert-file=$pki/apiserver.crt --tls-private-key-file=$pki/apiserver.key --client-ca-file=$pki/ca.crt \
    --kubelet-client-certificate=$pki/apiserver-kubelet.crt --kubelet-client-key=$pki/apiserver-kubelet.key \
    --kubelet-certificate-authority=$pki/ca.crt --kubelet-preferred-address-types=InternalIP \
    --service-account-issuer=https://kubernetes.default.svc --service-account-key-file=$pki/tokens.pub \
    --service-account-signing-key-file=$pki/tokens.key --cert-dir=/run/node/tmp --profiling=false
}

workers() {
  local pki=/run/node/pki
  start kube-controller-manager --kubeconfig=$pki/controller-manager.kubeconfig --leader-elect=false \
    --use-service-account-credentials=true --service-account-private-key-file=$pki/tokens.key \
    --root-ca-file=$pki/ca.crt --secure-port=0 --kube-api-qps=200 --kube-api-burst=400
  start kube-scheduler --kubeconfig=$pki/scheduler.kubeconfig --leader-elect=false --secure-port=0
  start kubelet --config=/run/node/config/kubelet.yaml --kubeconfig=$pki/kubelet.kubeconfig --hostname-override=node \
    --node-ip=10.88.0.1 --root-dir=/run/node/kubelet --cert-dir=/run/node/tmp
  start kube-proxy --config=/run/node/config/kube-proxy.yaml --hostname-override=node
}

private_folders
own_cgroups
shield_settings
network
step "namespaces"
export PATH=/run/node/bin:$PATH TMPDIR=/run/node/tmp KUBECONFIG=/run/node/pki/admin.kubeconfig
cp -r "$here/config" /run/node/config
"$here/certificates.sh" /run/node/pki
step "certificates"
start containerd --config=/run/node/config/containerd.toml
control_plane
await "containerd" ctr version
ctr --namespace k8s.io images import /run/node/pause.tar
await "API server" kubectl get --raw /readyz
workers
await "node object" kubectl get node node
kubectl wait --for=condition=Ready --timeout=60s node/node
await "default ServiceAccount" kubectl get serviceaccount default
step "node Ready"
touch /run/node/ready
# Only the parts are children now; a node with a part missing is no node.
wait -n
step "a part of the node ended; the end"
exit 1
