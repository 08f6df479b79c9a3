#!/bin/sh
# Builds the real servers that the end-to-end tests run against, from the Go modules beside this file.
#
#   build.sh COMPONENT...      build the named components that the cache does not hold yet
#
# The cache folder is ${KEYTURN_CACHE_HOME:-${XDG_CACHE_HOME:-~/.cache}/keyturn}; a component lands in
# <cache>/<component>/<version>/<os>-<arch>/<component>. One line per component on stdout says what happened.
# Exit status: 0 every component is there, 3 Go is missing, 1 a build failed (its log is named).
set -eu

here=$(cd "$(dirname "$0")" && pwd)
cache=${KEYTURN_CACHE_HOME:-${XDG_CACHE_HOME:-$HOME/.cache}/keyturn}
kubernetes_version=1.36.3
etcd_version=3.6.8
vault_version=1.21.1
helm_version=3.22.0

if ! command -v go >/dev/null 2>&1; then
  echo "provision: no Go toolchain on PATH; install Go 1.26 or newer (https://go.dev/doc/install)" >&2
  exit 3
fi
platform=$(go env GOOS)-$(go env GOARCH)
export CGO_ENABLED=0 GOFLAGS=-mod=mod

kubernetes_flags="-X k8s.io/component-base/version.gitVersion=v$kubernetes_version
 -X k8s.io/component-base/version.gitMajor=1 -X k8s.io/component-base/version.gitMinor=36
 -X k8s.io/component-base/version.gitTreeState=clean"

# build MODULE PACKAGE VERSION COMPONENT LDFLAGS
build() {
  module=$1 package=$2 version=$3 component=$4 flags=$5
  target=$cache/$component/$version/$platform/$component
  if [ -x "$target" ]; then
    echo "provision: $component $version found in the cache"
    return 0
  fi
  mkdir -p "$(dirname "$target")"
  started=$(date +%s)
  log=$(dirname "$target")/build.log
  if ! (cd "$here/$module" && go build -trimpath -ldflags "-s -w $flags" -o "$target.partial" "$package") >"$log" 2>&1; then
    echo "provision: $component $version could not be built; log: $log" >&2
    tail -n 5 "$log" >&2
    return 1
  fi
  mv "$target.partial" "$target"
  echo "provision: $component $version built in $(($(date +%s) - started)) s"
}

for component in "$@"; do
  case $component in
    etcd) build kube go.etcd.io/etcd/server/v3 "$etcd_version" etcd "" ;;
    kube-apiserver | kube-controller-manager | kube-scheduler | kube-proxy | kubelet | kubectl)
      build kube "k8s.io/kubernetes/cmd/$component" "$kubernetes_version" "$component" "$kubernetes_flags" ;;
    vault) build vault github.com/hashicorp/vault "$vault_version" vault "" ;;
    helm) build helm helm.sh/helm/v3/cmd/helm "$helm_version" helm "-X helm.sh/helm/v3/internal/version.version=v$helm_version" ;;
    *) echo "provision: unknown component $component" >&2; exit 2 ;;
  esac
done
