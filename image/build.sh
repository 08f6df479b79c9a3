#!/bin/sh
# Builds the operator's image without a daemon and without a base image: operator/target/keyturn-image.tar, a
# docker-archive (docker load, ctr images import, skopeo copy docker-archive:...). The same inputs give the same bytes in
# all layers but the last: that holds what a training run taught the JVM (train.sh).
#
#   build.sh [MAVEN-ARGUMENT...]      for example: build.sh -o -Dkeyturn.image.tag=1.2.3
set -eu
cd "$(dirname "$0")/.."
echo "image: building the operator, its runtime and its class cache (jlink, jib, a training run)"
case $(uname -m) in
  aarch64) architecture=arm64 ;;
  *) architecture=amd64 ;;
esac
./mvnw -B -ntp -q -P image -pl operator -am -DskipTests -Dspotless.check.skip \
  -Dkeyturn.image.architecture=$architecture "$@" pre-integration-test
tar=operator/target/keyturn-image.tar
echo "image: $(tar -xOf "$tar" manifest.json | sed 's/.*"RepoTags":\["\([^"]*\)".*/\1/') in $tar, $(du -h "$tar" | cut -f 1), sha256 $(sha256sum "$tar" | cut -d ' ' -f 1)"
