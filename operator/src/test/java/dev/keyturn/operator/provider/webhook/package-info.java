@NullMarked
package dev.keyturn.operator.provider.webhook;

import org.jspecify.annotations.NullMarked;
