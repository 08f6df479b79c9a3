@NullMarked
package dev.keyturn.operator.provider.github;

import org.jspecify.annotations.NullMarked;
