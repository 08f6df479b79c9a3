@NullMarked
package dev.keyturn.operator.provider.aws;

import org.jspecify.annotations.NullMarked;
