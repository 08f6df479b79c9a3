package dev.keyturn.operator.engine.tenancy;

import dev.keyturn.crds.v1alpha1.StoreKind;

/** A store as a grant names it; a SecretStore is the one in the asking namespace. */
public record StoreIdentity(StoreKind kind, String name) {}
