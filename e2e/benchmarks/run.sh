#!/bin/sh
# Builds the benchmarks and runs them. Everything after the first word is passed on; README.md lists the words.
#
#   run.sh full|quick [SCENARIOS=a,c] [SIZE=1000,5000] [REPEAT=3] [WINDOW=seconds] [MEMORY=256Mi] [SEED=1]
#   run.sh report
#   run.sh micro [PATTERN] [JMH-OPTION...]
#
# The servers keep their data in memory (/dev/shm) where that exists, so that no disk is measured. KEYTURN_BENCH_KEEP=1
# keeps their logs; KEYTURN_BENCH_BUILD=0 takes what was built before.
set -eu
benchmarks=$(cd "$(dirname "$0")" && pwd -P)
root=$(cd "$benchmarks/../.." && pwd -P)
. "$root/.mvn/find-jdk.sh"
[ $# -gt 0 ] || { sed -n '2,9s/^# \{0,1\}//p' "$0"; exit 1; }
mode=$1
shift

if [ "${KEYTURN_BENCH_BUILD:-1}" != 0 ]; then
  echo "benchmarks: building, with the image"
  architecture=amd64
  [ "$(uname -m)" != aarch64 ] || architecture=arm64
  (cd "$root" && ./mvnw -B -ntp -q -DskipTests -Dspotless.check.skip -P image -pl e2e/benchmarks -am \
    -Dkeyturn.image.architecture="$architecture" pre-integration-test </dev/null)
fi
class_path=$benchmarks/target/keyturn-benchmarks.jar:$(cat "$benchmarks/target/classpath.txt")

if [ "$mode" = micro ]; then
  exec "$JAVA_HOME/bin/java" -cp "$class_path" org.openjdk.jmh.Main -prof gc "$@"
fi

shared=/dev/shm
[ -w "$shared" ] || shared=${TMPDIR:-/tmp}
work=$(mktemp -d "$shared/keyturn-benchmarks.XXXXXX")
finish() {
  [ "${KEYTURN_BENCH_KEEP:-}" = 1 ] && echo "benchmarks: logs in $work" || rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM
cd "$work"
# The raw client is to be as warm and as cold as the operator: the same compiler and collector.
"$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx${KEYTURN_BENCH_HEAP:-2g} \
  --enable-native-access=ALL-UNNAMED -Dsun.net.httpserver.nodelay=true -Dkeyturn.root="$root" \
  -cp "$class_path" dev.keyturn.benchmarks.Main "$mode" "$@"
