@NullMarked
package dev.keyturn.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
