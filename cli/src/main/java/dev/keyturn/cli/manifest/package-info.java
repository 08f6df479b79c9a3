/** Kubernetes manifests in files, with the line of every field. */
@NullMarked
package dev.keyturn.cli.manifest;

import org.jspecify.annotations.NullMarked;
