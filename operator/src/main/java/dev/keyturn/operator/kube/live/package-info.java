/** Whether an object of ours is still what a cache shows. */
@NullMarked
package dev.keyturn.operator.kube.live;

import org.jspecify.annotations.NullMarked;
