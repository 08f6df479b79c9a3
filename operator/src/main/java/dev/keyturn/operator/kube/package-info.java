/** Every write to the cluster, and what is watched for it; one package per kind of object. */
@NullMarked
package dev.keyturn.operator.kube;

import org.jspecify.annotations.NullMarked;
