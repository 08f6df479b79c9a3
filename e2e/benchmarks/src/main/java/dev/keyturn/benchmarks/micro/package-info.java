/** Parts of the operator, measured by JMH. */
@NullMarked
package dev.keyturn.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
