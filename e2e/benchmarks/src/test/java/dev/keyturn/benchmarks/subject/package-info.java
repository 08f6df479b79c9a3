@NullMarked
package dev.keyturn.benchmarks.subject;

import org.jspecify.annotations.NullMarked;
