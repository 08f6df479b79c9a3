@NullMarked
package dev.keyturn.operator.kube.masked;

import org.jspecify.annotations.NullMarked;
