/** The report and its plots. */
@NullMarked
package dev.keyturn.benchmarks.report;

import org.jspecify.annotations.NullMarked;
