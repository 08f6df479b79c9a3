@NullMarked
package dev.keyturn.operator.provider.gcp;

import org.jspecify.annotations.NullMarked;
