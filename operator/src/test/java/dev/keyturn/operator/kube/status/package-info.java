@NullMarked
package dev.keyturn.operator.kube.status;

import org.jspecify.annotations.NullMarked;
