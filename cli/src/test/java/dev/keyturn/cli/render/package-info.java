@NullMarked
package dev.keyturn.cli.render;

import org.jspecify.annotations.NullMarked;
