#!/bin/sh
# Writes what the image holds besides the jars: a Java runtime without what the operator never uses, the C library of
# this machine, and the files that name the user. Nothing is taken from a registry.
#
#   runtime.sh FOLDER     fills FOLDER/root as the root of the image, unless it is already complete
#
# FOLDER/last becomes the last layer. It holds app/options, a file of options for java: empty, until train.sh puts
# app/keyturn.aot there and names it in app/options. (Naming a cache that does not exist makes every start print an
# error.)
#
# Exit status: 2 no JDK 25 (see .mvn/find-jdk.sh), 3 this machine has another C library than glibc, 1 jlink or the runtime
# failed.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$1/root
. "$here/../.mvn/find-jdk.sh"

# The first line is what jdeps finds in the class path; jdk.httpserver serves probes and metrics, java.sql is JDBC,
# jdk.crypto.ec and jdk.net are looked up by name, jdk.management gives the metrics of memory and CPU.
# Left out on purpose: whatever lets another process look inside (jdk.attach, jdk.jcmd, jdk.jdwp.agent).
modules=java.base,java.logging,java.management,java.naming,java.net.http,java.sql,java.xml,jdk.unsupported
modules=$modules,jdk.httpserver,jdk.management,jdk.net

# These come before JDK_JAVA_OPTIONS, so a deployment can override each. The heap depends on the memory limit and is
# therefore the chart's business. The last two: a backend that moved is found again after ten seconds.
options="-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xss512k
 -XX:MinHeapFreeRatio=5 -XX:MaxHeapFreeRatio=10 -XX:-ShrinkHeapInSteps -XX:TrimNativeHeapInterval=2000
 -XX:+UseCompactObjectHeaders
 -XX:+ExitOnOutOfMemoryError -XX:-HeapDumpOnOutOfMemoryError -XX:-CreateCoredumpOnCrash -XX:+DisableAttachMechanism
 -Dsun.net.httpserver.nodelay=true -Djdk.serialFilter=!*
 -Dsun.net.inetaddr.ttl=10 -Dsun.net.inetaddr.negative.ttl=1"

mkdir -p "$1/last/app"
rm -f "$1/last/app/keyturn.aot"
: >"$1/last/app/options"

# The inputs by content: another JDK, another C library or another line of this script makes another runtime.
stamp=$(cat "$JAVA_HOME/release" "$JAVA_HOME/lib/security/cacerts" "$0" "$(ldd /bin/sh | sed -n 's/.*=> \(.*libc.so.6\) .*/\1/p')" |
  sha256sum | cut -d ' ' -f 1)
if [ "$(cat "$root/../runtime.stamp" 2>/dev/null)" = "$stamp" ]; then
  echo "image: the runtime in $root is up to date"
  exit 0
fi
rm -rf "$root" "$root/../runtime.stamp"
mkdir -p "$root/opt" "$root/etc"

echo "image: jlink from $JAVA_HOME: $modules"
"$JAVA_HOME/bin/jlink" --add-modules "$modules" --strip-debug --no-header-files --no-man-pages --compress=zip-6 \
  --add-options "$(echo "$options" | tr -s '\n ' ' ')" --output "$root/opt/java"

rm -f "$root/opt/java/bin/keytool" "$root/opt/java/bin/jwebserver"

# A security provider whose module is left out is looked for in the jars at every start. There Bouncy Castle answers, with
# all its algorithms and a manifest of 7,000 entries: 6 MiB of heap that only PKCS12 needs, and it makes its own.
security=$root/opt/java/conf/security/java.security
sed '/^security\.provider\.[0-9]/d' "$security" >"$security.new"
number=0
for provider in $("$root/opt/java/bin/java" -XshowSettings:security:providers -version 2>&1 | sed -n 's/^ *Provider name: //p'); do
  number=$((number + 1))
  echo "security.provider.$number=$provider" >>"$security.new"
done
[ "$number" -gt 0 ] || {
  echo "image: the runtime does not tell its security providers (java -XshowSettings:security:providers)" >&2
  exit 1
}
mv "$security.new" "$security"

# What the runtime links to, at the same paths, with the loader; links are followed.
libraries=$(find "$root/opt/java" -name '*.so' -o -path '*/bin/java' | xargs ldd 2>/dev/null |
  sed -n 's/.*=> \(\/[^ ]*\) (.*/\1/p; s/^[[:space:]]*\(\/[^ ]*ld-[^ ]*\) (.*/\1/p' | grep -v "^$root" | sort -u)
libc=$(echo "$libraries" | grep '/libc\.so\.6$') || {
  echo "image: no glibc among the libraries of the runtime; build the image on a machine with glibc" >&2
  exit 3
}
# Loaded by name when a host name is looked up, so ldd does not show them.
for name in libresolv.so.2 libnss_files.so.2 libnss_dns.so.2; do
  [ ! -e "$(dirname "$libc")/$name" ] || libraries="$libraries $(dirname "$libc")/$name"
done
for library in $libraries; do
  mkdir -p "$root$(dirname "$library")"
  cp -L "$library" "$root$library"
done

# Names for the numbers, for programs that ask; the image itself uses the number alone.
echo 'keyturn:x:65532:65532:keyturn:/nonexistent:/sbin/nologin' >"$root/etc/passwd"
echo 'keyturn:x:65532:' >"$root/etc/group"
echo 'hosts: files dns' >"$root/etc/nsswitch.conf"
echo "$stamp" >"$root/../runtime.stamp"
echo "image: runtime $(du -sh "$root/opt/java" | cut -f 1), libraries $(du -shc $(printf "$root%s " $libraries) | tail -n 1 | cut -f 1)"
