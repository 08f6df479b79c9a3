#!/bin/sh
# Takes programs out of Debian packages into the cache folder; installs nothing, so it needs no root.
#
#   debian.sh COMPONENT...     prometheus, promtool, alertmanager, containerd, containerd-shim-runc-v2, ctr, runc, nft,
#                            postgres
#
# Same cache and same lines as build.sh; the version in the path is the word "debian".
# Exit status: 0 every component is there, 2 an unknown component, 3 no apt-get or dpkg, 1 a download failed.
set -eu

cache=${KEYTURN_CACHE_HOME:-${XDG_CACHE_HOME:-$HOME/.cache}/keyturn}

for tool in apt-get dpkg dpkg-deb; do
  if ! command -v "$tool" >/dev/null 2>&1; then
    echo "provision: no $tool on PATH; these packages are taken from Debian or Ubuntu only" >&2
    exit 3
  fi
done
platform=linux-$(dpkg --print-architecture)

# download PACKAGE: into the current folder; the package lists may be older than the mirror, then they are renewed once.
download() {
  apt-get -qq download "$1" || { apt-get -qq update && apt-get -qq download "$1"; }
}

# take PACKAGE PROGRAM-BELOW-USR COMPONENT
take() {
  package=$1 program=$2 component=$3
  folder=$cache/$component/debian/$platform
  if [ -x "$folder/$component" ]; then
    echo "provision: $component (Debian) found in the cache"
    return 0
  fi
  mkdir -p "$folder"
  started=$(date +%s)
  work=$(mktemp -d)
  if ! (cd "$work" && download "$package" && dpkg-deb -x ./*.deb tree) >"$folder/build.log" 2>&1; then
    rm -rf "$work"
    echo "provision: $component could not be taken from the package $package; log: $folder/build.log" >&2
    tail -n 5 "$folder/build.log" >&2
    return 1
  fi
  cp "$work/tree/usr/$program" "$folder/$component.$$"
  mv "$folder/$component.$$" "$folder/$component"
  rm -rf "$work"
  echo "provision: $component (Debian) unpacked in $(($(date +%s) - started)) s"
}

# nft with the libraries that only it needs, behind a program that names their folder.
take_nft() {
  folder=$cache/nft/debian/$platform
  if [ -x "$folder/nft" ]; then
    echo "provision: nft (Debian) found in the cache"
    return 0
  fi
  mkdir -p "$folder"
  work=$(mktemp -d)
  mkdir "$work/out" "$work/out/lib"
  for package in nftables libnftables1 libnftnl11 libmnl0 libjansson4 libxtables12; do
    if ! (cd "$work" && download "$package" && dpkg-deb -x "$package"_*.deb tree) >>"$work/out/build.log" 2>&1; then
      mv "$work/out/build.log" "$folder/build.log"
      rm -rf "$work"
      echo "provision: nft could not be taken from the package $package; log: $folder/build.log" >&2
      return 1
    fi
  done
  cp "$work/tree/usr/sbin/nft" "$work/out/nft.elf"
  find "$work/tree" -name '*.so.*' -exec cp -P {} "$work/out/lib" \;
  cat >"$work/out/nft" <<'SH'
#!/bin/sh
folder=$(dirname "$(readlink -f "$0")")
LD_LIBRARY_PATH=$folder/lib exec "$folder/nft.elf" "$@"
SH
  chmod 755 "$work/out/nft"
  rm -rf "$folder"
  mv "$work/out" "$folder"
  rm -rf "$work"
  echo "provision: nft (Debian) unpacked with its libraries"
}

# A server with the programs and files that it needs beside it; they find each other by where they stand.
take_postgres() {
  folder=$cache/postgres/debian/$platform
  if [ -x "$folder/postgres" ]; then
    echo "provision: postgres (Debian) found in the cache"
    return 0
  fi
  mkdir -p "$folder"
  started=$(date +%s)
  work=$(mktemp -d)
  server=$(apt-cache depends postgresql | sed -n 's/.*Depends: \(postgresql-[0-9]*\)$/\1/p' | head -n 1)
  for package in "$server" "postgresql-client-${server#postgresql-}" libpq5; do
    if ! (cd "$work" && download "$package" && dpkg-deb -x "$package"_*.deb tree) >>"$folder/build.log" 2>&1; then
      rm -rf "$work"
      echo "provision: postgres could not be taken from the package $package; log: $folder/build.log" >&2
      return 1
    fi
  done
  chmod -R a+rX "$work/tree"
  rm -rf "$folder/tree"
  mv "$work/tree" "$folder/tree"
  rm -rf "$work"
  ln -sf "tree/usr/lib/postgresql/${server#postgresql-}/bin/postgres" "$folder/postgres"
  echo "provision: postgres (Debian) unpacked in $(($(date +%s) - started)) s"
}

for component in "$@"; do
  case $component in
    prometheus | promtool) take prometheus "bin/$component" "$component" ;;
    alertmanager) take prometheus-alertmanager bin/prometheus-alertmanager alertmanager ;;
    containerd | containerd-shim-runc-v2 | ctr) take containerd "bin/$component" "$component" ;;
    runc) take runc sbin/runc runc ;;
    nft) take_nft ;;
    postgres) take_postgres ;;
    *) echo "provision: unknown component $component" >&2; exit 2 ;;
  esac
done
