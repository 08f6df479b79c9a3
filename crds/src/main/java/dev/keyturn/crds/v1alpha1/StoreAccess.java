package dev.keyturn.crds.v1alpha1;

/** What syncs may do with the values of a store. */
public enum StoreAccess {
  ReadOnly,
  WriteOnly,
  ReadWrite
}
