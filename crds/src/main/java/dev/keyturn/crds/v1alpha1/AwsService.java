package dev.keyturn.crds.v1alpha1;

/** Services of AWS that keep secrets. */
public enum AwsService {
  SecretsManager,
  ParameterStore
}
