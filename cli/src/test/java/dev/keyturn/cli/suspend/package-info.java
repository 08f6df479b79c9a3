@NullMarked
package dev.keyturn.cli.suspend;

import org.jspecify.annotations.NullMarked;
