@NullMarked
package dev.keyturn.cli.manifest;

import org.jspecify.annotations.NullMarked;
