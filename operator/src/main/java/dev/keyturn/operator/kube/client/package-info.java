/**
 * How the API server is reached: clients, pauses it asks for, and calls whose failures are values.
 */
@NullMarked
package dev.keyturn.operator.kube.client;

import org.jspecify.annotations.NullMarked;
