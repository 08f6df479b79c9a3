/** Label selectors, with the meaning that Kubernetes gives them. */
@NullMarked
package dev.keyturn.operator.engine.labels;

import org.jspecify.annotations.NullMarked;
