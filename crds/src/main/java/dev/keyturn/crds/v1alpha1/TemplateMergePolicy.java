package dev.keyturn.crds.v1alpha1;

/** How rendered keys and selected keys come together. */
public enum TemplateMergePolicy {
  Replace,
  Merge
}
