#!/bin/sh
# Runs the operator once out of its own image and keeps what the JVM learnt about its classes (JEP 514), as the image's
# last layer: a start then takes about half the time and two thirds of the processor.
#
#   train.sh FOLDER IMAGE DEFINITIONS CLASSPATH    writes FOLDER/last/app/keyturn.aot and names it in FOLDER/last/app/options
#
# IMAGE is the docker-archive without a cache, DEFINITIONS the folder of the CRDs, CLASSPATH has the run itself
# (dev.keyturn.operator.image.TrainingRun). The JVM takes a cache only where it finds the same runtime and the same jars,
# by size, time and order, so the run uses the unpacked layers; the folder above them may be another.
set -eu

folder=$1 image=$2 definitions=$3 classpath=$4
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../.mvn/find-jdk.sh"
unpacked=$folder/unpacked
cache=$folder/last/app/keyturn.aot

rm -rf "$unpacked" "$cache"
mkdir -p "$unpacked" "$folder/last/app"
: >"$folder/last/app/options"
for layer in $(tar -xOf "$image" manifest.json | tr ',[]' '\n' | sed -n 's/.*"\([^"]*\.tar\.gz\)".*/\1/p'); do
  tar -xOf "$image" "$layer" | tar -xz --warning=no-unknown-keyword -C "$unpacked"
done

# The image names its jars from the root; here they lie deeper.
jars=$(sed "s#/app/#$unpacked/app/#g" "$unpacked/app/jib-classpath-file")

# Without profiles of methods: they are for C2, which the image's flags switch off, and 2 MB that every start maps.
echo "image: training run"
MALLOC_ARENA_MAX=1 "$JAVA_HOME/bin/java" -cp "$classpath" dev.keyturn.operator.image.TrainingRun "$definitions" \
  "$unpacked/opt/java/bin/java" "-XX:AOTCacheOutput=$cache" -Xlog:aot=error \
  -XX:+UnlockDiagnosticVMOptions -XX:-AOTRecordTraining -Xmx256m -cp "$jars" dev.keyturn.operator.runtime.Main
[ -s "$cache" ] || {
  echo "image: the training run wrote no cache; its log is above" >&2
  exit 1
}
# At the address it was made for, a start need not write to its pages: they stay the file's, shared and given back at will.
echo "-XX:AOTCache=/app/keyturn.aot -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0" >"$folder/last/app/options"
echo "image: cache $(du -h "$cache" | cut -f 1)"
