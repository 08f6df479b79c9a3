/** What every translation of other tools' manifests has in common: what goes in and comes out. */
@NullMarked
package dev.keyturn.cli.migrate.translation;

import org.jspecify.annotations.NullMarked;
