package dev.keyturn.crds.v1alpha1;

/** How a store logs in to Microsoft Entra ID. */
public enum AzureAuthType {
  ServicePrincipal,
  ManagedIdentity,
  WorkloadIdentity
}
