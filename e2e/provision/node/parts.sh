#!/bin/sh
# Gathers the programs of a node, building or unpacking what the cache does not hold yet.
#
#   parts.sh FOLDER    fills FOLDER/bin and FOLDER/cni with links, and writes FOLDER/pause.tar, the sandbox image
#
# Exit status: 0 all is there, else that of the step that failed; its reason is the last line on stderr.
set -eu

provision=$(cd "$(dirname "$0")/.." && pwd)
folder=$1
cache=${KEYTURN_CACHE_HOME:-${XDG_CACHE_HOME:-$HOME/.cache}/keyturn}
go_parts="etcd kube-apiserver kube-controller-manager kube-scheduler kube-proxy kubelet kubectl"
cni_parts="cni-bridge cni-loopback cni-host-local"
debian_parts="containerd containerd-shim-runc-v2 ctr runc nft"

# path COMPONENT
path() {
  version=$(sed -n "s/^$1=//p" "$provision/versions")
  ls "$cache/$1/$version"/linux-*/"$1"
}

"$provision/build.sh" pause $go_parts $cni_parts
"$provision/debian.sh" $debian_parts
mkdir -p "$folder/bin" "$folder/cni"
for component in $go_parts $debian_parts; do
  ln -sf "$(path "$component")" "$folder/bin/$component"
done
for component in $cni_parts; do
  ln -sf "$(path "$component")" "$folder/cni/${component#cni-}"
done

# A docker-archive with one program in it: the sandbox of every pod, and the smallest image a test can run.
image=$folder/pause.image
mkdir -p "$image/root"
cp "$(path pause)" "$image/root/pause"
tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -cf "$image/layer.tar" -C "$image/root" pause
printf '{"architecture":"%s","os":"linux","config":{"Entrypoint":["/pause"],"User":"65532"},"rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}' \
  "$(go env GOARCH)" "$(sha256sum "$image/layer.tar" | cut -d ' ' -f 1)" >"$image/config.json"
printf '[{"Config":"config.json","RepoTags":["keyturn.test/pause:1"],"Layers":["layer.tar"]}]' >"$image/manifest.json"
tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -cf "$folder/pause.tar" -C "$image" \
  manifest.json config.json layer.tar
rm -rf "$image"
