@NullMarked
package dev.keyturn.operator.provider.azure;

import org.jspecify.annotations.NullMarked;
