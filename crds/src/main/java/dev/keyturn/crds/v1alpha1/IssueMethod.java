package dev.keyturn.crds.v1alpha1;

/** How a path of Vault is asked for a lease. */
public enum IssueMethod {
  GET,
  POST
}
