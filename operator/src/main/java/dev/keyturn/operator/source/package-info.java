/**
 * Between the engine and the backends: one client and login per store and identity, one read per
 * secret however many syncs want it. It decides when a provider is called; the provider does one
 * thing per call.
 */
@NullMarked
package dev.keyturn.operator.source;

import org.jspecify.annotations.NullMarked;
