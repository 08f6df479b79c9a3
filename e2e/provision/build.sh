#!/bin/sh
# Builds the real servers that the end-to-end tests run against, from the Go modules beside this file.
#
#   build.sh COMPONENT...      build the named components that the cache does not hold yet
#
# The cache folder is ${KEYTURN_CACHE_HOME:-${XDG_CACHE_HOME:-~/.cache}/keyturn}; a component lands in
# <cache>/<component>/<version>/<os>-<arch>/<component>. One line per component on stdout says what happened.
# Exit status: 0 every component is there, 2 an unknown component, 3 Go is missing, 1 a build failed (its log is named).
set -eu

here=$(cd "$(dirname "$0")" && pwd)
cache=${KEYTURN_CACHE_HOME:-${XDG_CACHE_HOME:-$HOME/.cache}/keyturn}

if ! command -v go >/dev/null 2>&1; then
  echo "provision: no Go toolchain on PATH; install Go 1.26 or newer (https://go.dev/doc/install)" >&2
  exit 3
fi
platform=$(go env GOOS)-$(go env GOARCH)
export CGO_ENABLED=0 GOFLAGS=-mod=readonly

# version_of COMPONENT
version_of() {
  sed -n "s/^$1=//p" "$here/versions"
}

# build MODULE PACKAGE COMPONENT LDFLAGS
build() {
  module=$1 package=$2 component=$3 flags=$4
  version=$(version_of "$component")
  folder=$cache/$component/$version/$platform
  if [ -x "$folder/$component" ]; then
    echo "provision: $component $version found in the cache"
    return 0
  fi
  mkdir -p "$folder"
  started=$(date +%s)
  # Renamed when complete: a broken or a second build never leaves half a program under the final name.
  partial=$folder/$component.$$
  if ! (cd "$here/$module" && go build -trimpath -ldflags "-s -w $flags" -o "$partial" "$package") >"$folder/build.log" 2>&1; then
    rm -f "$partial"
    echo "provision: $component $version could not be built; log: $folder/build.log" >&2
    tail -n 5 "$folder/build.log" >&2
    return 1
  fi
  mv "$partial" "$folder/$component"
  echo "provision: $component $version built in $(($(date +%s) - started)) s"
}

# Without these the server reports v0.0.0, which some clients refuse.
kubernetes_version=$(version_of kube-apiserver)
kubernetes_minor=${kubernetes_version#*.}
kubernetes_flags="-X k8s.io/component-base/version.gitVersion=v$kubernetes_version
 -X k8s.io/component-base/version.gitMajor=${kubernetes_version%%.*}
 -X k8s.io/component-base/version.gitMinor=${kubernetes_minor%%.*}
 -X k8s.io/component-base/version.gitTreeState=clean"

for component in "$@"; do
  case $component in
    etcd) build kube go.etcd.io/etcd/server/v3 etcd "" ;;
    kube-apiserver | kube-controller-manager | kube-scheduler | kube-proxy | kubelet | kubectl)
      build kube "k8s.io/kubernetes/cmd/$component" "$component" "$kubernetes_flags" ;;
    cni-bridge) build cni github.com/containernetworking/plugins/plugins/main/bridge cni-bridge "" ;;
    cni-loopback) build cni github.com/containernetworking/plugins/plugins/main/loopback cni-loopback "" ;;
    cni-host-local) build cni github.com/containernetworking/plugins/plugins/ipam/host-local cni-host-local "" ;;
    pause) build pause . pause "" ;;
    vault) build vault github.com/hashicorp/vault vault "" ;;
    helm) build helm helm.sh/helm/v3/cmd/helm helm "-X helm.sh/helm/v3/internal/version.version=v$(version_of helm)" ;;
    *) echo "provision: unknown component $component" >&2; exit 2 ;;
  esac
done
