@NullMarked
package dev.keyturn.benchmarks.world;

import org.jspecify.annotations.NullMarked;
