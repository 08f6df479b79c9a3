/** GitHub Apps: tokens of their installations (REST API, "Apps"). */
@NullMarked
package dev.keyturn.operator.provider.github;

import org.jspecify.annotations.NullMarked;
