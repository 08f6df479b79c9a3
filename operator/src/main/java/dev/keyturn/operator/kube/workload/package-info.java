/** The workloads of the cluster: what is known of them, and how they are restarted. */
@NullMarked
package dev.keyturn.operator.kube.workload;

import org.jspecify.annotations.NullMarked;
