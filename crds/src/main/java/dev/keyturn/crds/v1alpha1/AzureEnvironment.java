package dev.keyturn.crds.v1alpha1;

/** Clouds of Azure, each with hosts of its own. */
public enum AzureEnvironment {
  PublicCloud,
  USGovernmentCloud,
  ChinaCloud
}
