@NullMarked
package dev.keyturn.benchmarks.report;

import org.jspecify.annotations.NullMarked;
