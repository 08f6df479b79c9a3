package dev.keyturn.proof;

/** The columns of {@code docs/reference/provider-faults.md}. */
public enum Backend {
  VAULT("Vault"),
  OPENBAO("OpenBao"),
  AWS_SECRETS_MANAGER("AWS Secrets Manager"),
  AWS_PARAMETER_STORE("AWS Parameter Store"),
  GOOGLE("Google Secret Manager"),
  AZURE("Azure Key Vault"),
  INFISICAL("Infisical"),
  KUBERNETES("Kubernetes"),
  FILE("File"),
  ENVIRONMENT("Environment"),
  WEBHOOK("Webhook"),
  GITHUB("GitHub tokens");

  private final String title;

  Backend(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }
}
