/** Manifests of the External Secrets Operator become ours, field by field. */
@NullMarked
package dev.keyturn.cli.migrate.eso;

import org.jspecify.annotations.NullMarked;
