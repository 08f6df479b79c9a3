/** SecretSync: observe from caches, plan, act, one status patch when it changed. */
@NullMarked
package dev.keyturn.operator.controller.sync;

import org.jspecify.annotations.NullMarked;
