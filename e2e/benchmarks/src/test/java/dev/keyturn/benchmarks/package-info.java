@NullMarked
package dev.keyturn.benchmarks;

import org.jspecify.annotations.NullMarked;
