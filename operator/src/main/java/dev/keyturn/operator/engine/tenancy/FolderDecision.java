package dev.keyturn.operator.engine.tenancy;

import dev.keyturn.crds.v1alpha1.Detail;

/** Whether a namespace may see the names in a folder. */
public sealed interface FolderDecision {

  /** It may; what it finds needs a decision of its own before it is read. */
  record Allowed(StoreIdentity store, RemoteFolder folder) implements FolderDecision {}

  /** It may not: ScopeDenied. */
  record Denied(Detail detail) implements FolderDecision {}
}
