package dev.keyturn.operator.controller.store;

import java.util.Optional;

/**
 * What lets a ServiceAccount be an identity of a cloud. It stands at the cloud alone: no annotation
 * of the ServiceAccount is read. The sentences name what is missing and the command that adds it;
 * words in capitals are for the reader to fill in.
 */
sealed interface CloudBinding {

  /** What is missing where the cloud does not take the tokens of the cluster. */
  String untrusted(Subject subject);

  /** What is missing where it takes them, and does not let this ServiceAccount be the identity. */
  String unbound(Subject subject);

  /** A ServiceAccount. */
  record Subject(String namespace, String name) {
    /** As the tokens of the ServiceAccount call it. */
    String claim() {
      return "system:serviceaccount:" + namespace + ":" + name;
    }

    @Override
    public String toString() {
      return "ServiceAccount " + namespace + "/" + name;
    }
  }

  /** A role of AWS. */
  record OfAws(String role, String audience) implements CloudBinding {
    @Override
    public String untrusted(Subject subject) {
      return subject
          + ". The account of "
          + role
          + " needs an OIDC provider for the cluster's issuer, with the audience "
          + audience
          + ": `aws iam create-open-id-connect-provider --url ISSUER --client-id-list "
          + audience
          + "`";
    }

    @Override
    public String unbound(Subject subject) {
      return subject
          + " as "
          + role
          + ". The role's trust policy must name the subject "
          + subject.claim()
          + " and the audience "
          + audience
          + ": `aws iam update-assume-role-policy --role-name "
          + role.substring(role.lastIndexOf('/') + 1)
          + " --policy-document file://trust.json`";
    }
  }

  /**
   * A pool of Google, and the service account that its identities shall become.
   *
   * @param pool as the token exchange calls it
   * @param audience of the token
   */
  record OfGoogle(String pool, String audience, Optional<String> email) implements CloudBinding {
    private static final String PROVIDERS = "/providers/";

    @Override
    public String untrusted(Subject subject) {
      return subject
          + " at "
          + pool
          + ". This provider must know the cluster's issuer, the audience "
          + audience
          + " and, in its condition, the subject "
          + subject.claim();
    }

    @Override
    public String unbound(Subject subject) {
      return subject
          + " as "
          + email.orElse("")
          + ". It needs roles/iam.workloadIdentityUser there: `gcloud iam service-accounts"
          + " add-iam-policy-binding "
          + email.orElse("")
          + " --role roles/iam.workloadIdentityUser --member '"
          + member(subject)
          + "'`";
    }

    /** GKE's own pools name a ServiceAccount in brackets, all others by the claim. */
    private String member(Subject subject) {
      int end = pool.indexOf(PROVIDERS);
      return end < 0
          ? "serviceAccount:" + audience + "[" + subject.namespace() + "/" + subject.name() + "]"
          : "principal:" + pool.substring(0, end) + "/subject/" + subject.claim();
    }
  }

  /** An application or managed identity of Entra ID, whose id stands in a Secret. */
  record OfAzure(String audience) implements CloudBinding {
    @Override
    public String untrusted(Subject subject) {
      return unbound(subject);
    }

    @Override
    public String unbound(Subject subject) {
      return subject
          + ". The identity of clientId in tenantId needs a federated credential for it: `az"
          + " identity federated-credential create --name NAME --identity-name IDENTITY"
          + " --resource-group GROUP --issuer ISSUER --subject "
          + subject.claim()
          + " --audiences "
          + audience
          + "`";
    }
  }
}
