# Finds a JDK 25 and exports JAVA_HOME. Sourced by ./mvnw, ./keyturn and .ci/run; POSIX sh.
# Order: KEYTURN_JAVA_HOME, JAVA_HOME, the variables that CI images set, java on PATH, then the usual folders.
# A candidate counts when its release file says JAVA_VERSION="25..." and bin/javac exists.
# Finds none: prints what was found and how to install one, exits with 2, nothing else happens.

keyturn_found_jdks=

keyturn_try_jdk() {
  [ -n "${1:-}" ] && [ -f "$1/release" ] || return 1
  keyturn_jdk_version=$(sed -n 's/^JAVA_VERSION="\([^"]*\)".*/\1/p' "$1/release")
  case $keyturn_jdk_version in
    25 | 25.* | 25+* | 25-*)
      [ -x "$1/bin/javac" ] || return 1
      JAVA_HOME=$1
      export JAVA_HOME
      return 0
      ;;
  esac
  [ -n "$keyturn_jdk_version" ] || return 1
  case $keyturn_found_jdks in
    *"($1)"*) ;;
    *) keyturn_found_jdks="${keyturn_found_jdks:+$keyturn_found_jdks, }$keyturn_jdk_version ($1)" ;;
  esac
  return 1
}

keyturn_java_on_path() {
  keyturn_java=$(command -v java 2>/dev/null) || return 0
  while [ -L "$keyturn_java" ]; do
    keyturn_link=$(readlink "$keyturn_java")
    case $keyturn_link in
      /*) keyturn_java=$keyturn_link ;;
      *) keyturn_java=$(dirname "$keyturn_java")/$keyturn_link ;;
    esac
  done
  dirname "$(dirname "$keyturn_java")"
}

keyturn_find_jdk() {
  for keyturn_candidate in "${KEYTURN_JAVA_HOME:-}" "${JAVA_HOME:-}" "${JAVA25_HOME:-}" "${JAVA_25_HOME:-}" \
    "${JAVA_HOME_25_X64:-}" "${JAVA_HOME_25_ARM64:-}" "$(keyturn_java_on_path)"; do
    keyturn_try_jdk "$keyturn_candidate" && return 0
  done
  for keyturn_candidate in /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/*jdk* "$HOME"/.sdkman/candidates/java/* \
    "$HOME"/.jdks/* "$HOME"/.asdf/installs/java/* "$HOME"/.local/share/mise/installs/java/* "$HOME"/.m2/jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    keyturn_try_jdk "$keyturn_candidate" && return 0
  done
  return 1
}

if ! keyturn_find_jdk; then
  cat >&2 <<TXT
Keyturn needs a JDK 25. Found: ${keyturn_found_jdks:-none}.
Install one of:
  Debian, Ubuntu   sudo apt-get install openjdk-25-jdk     (older releases: the Temurin packages, temurin-25-jdk)
  Fedora, RHEL     sudo dnf install java-25-openjdk-devel
  macOS            brew install openjdk@25
  any system       sdk install java 25-tem                  (sdkman.io), or unpack a Temurin 25 archive
Then run the command again, or set KEYTURN_JAVA_HOME to its folder.
TXT
  exit 2
fi
