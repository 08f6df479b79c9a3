@NullMarked
package dev.keyturn.operator.provider.kubernetes;

import org.jspecify.annotations.NullMarked;
