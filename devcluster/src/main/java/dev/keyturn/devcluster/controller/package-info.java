/**
 * What a controller manager does that users rely on: garbage collection, namespaces, definitions.
 */
@NullMarked
package dev.keyturn.devcluster.controller;

import org.jspecify.annotations.NullMarked;
