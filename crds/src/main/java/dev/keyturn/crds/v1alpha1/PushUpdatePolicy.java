package dev.keyturn.crds.v1alpha1;

/** What a push does where a value stands already. */
public enum PushUpdatePolicy {
  Replace,
  IfNotExists
}
