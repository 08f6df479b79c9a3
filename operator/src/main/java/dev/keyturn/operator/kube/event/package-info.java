/** Events of events.k8s.io/v1. */
@NullMarked
package dev.keyturn.operator.kube.event;

import org.jspecify.annotations.NullMarked;
