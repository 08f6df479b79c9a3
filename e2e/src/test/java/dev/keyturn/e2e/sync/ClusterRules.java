package dev.keyturn.e2e.sync;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MatchResourcesBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBindingBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** What an administrator sets up in one namespace that stands in the way of a Secret. */
record ClusterRules(KubernetesClient client, String namespace) {
  private static final String SECRETS = "count/secrets";

  /** Allows that many Secrets more than there are; in force when this returns. */
  void quota(int more) {
    int there = client.secrets().inNamespace(namespace).list().getItems().size();
    ResourceQuota quota =
        client
            .resource(
                new ResourceQuotaBuilder()
                    .withNewMetadata()
                    .withName("few")
                    .withNamespace(namespace)
                    .endMetadata()
                    .withNewSpec()
                    .addToHard(SECRETS, new Quantity(Integer.toString(there + more)))
                    .endSpec()
                    .build())
            .serverSideApply();
    Awaitility.await("the quota")
        .atMost(Duration.ofSeconds(60))
        .until(() -> inForce(quota.getSpec().getHard()));
  }

  private boolean inForce(Map<String, Quantity> hard) {
    ResourceQuota quota = client.resourceQuotas().inNamespace(namespace).withName("few").require();
    return quota.getStatus() != null
        && hard.equals(quota.getStatus().getHard())
        && quota.getStatus().getUsed().containsKey(SECRETS);
  }

  void noQuota() {
    client.resourceQuotas().inNamespace(namespace).withName("few").delete();
  }

  /**
   * An admission policy against one Secret of the namespace; in force when this returns.
   *
   * @param message what it answers, as CEL
   */
  void policy(String name, String secret, String message) {
    client
        .resource(
            new ValidatingAdmissionPolicyBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withNewMatchConstraints()
                .addNewResourceRule()
                .withApiGroups("")
                .withApiVersions("v1")
                .withResources("secrets")
                .withOperations("CREATE", "UPDATE")
                .endResourceRule()
                .endMatchConstraints()
                .addNewValidation()
                .withExpression("object.metadata.name != '" + secret + "'")
                .withMessageExpression(message)
                .endValidation()
                .endSpec()
                .build())
        .serverSideApply();
    client
        .resource(
            new ValidatingAdmissionPolicyBindingBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withPolicyName(name)
                .withValidationActions("Deny")
                .withMatchResources(
                    new MatchResourcesBuilder()
                        .withNewNamespaceSelector()
                        .addToMatchLabels("kubernetes.io/metadata.name", namespace)
                        .endNamespaceSelector()
                        .build())
                .endSpec()
                .build())
        .serverSideApply();
    Awaitility.await(name).atMost(Duration.ofSeconds(60)).until(() -> refuses(secret));
  }

  private boolean refuses(String secret) {
    try {
      var unused =
          client
              .secrets()
              .inNamespace(namespace)
              .resource(
                  new SecretBuilder()
                      .withNewMetadata()
                      .withName(secret)
                      .endMetadata()
                      .addToStringData("v", "")
                      .build())
              .dryRun(true)
              .create();
      return false;
    } catch (KubernetesClientException e) {
      return e.getCode() == 422;
    }
  }

  void noPolicy(String name, String secret) {
    var api = client.admissionRegistration().v1();
    api.validatingAdmissionPolicyBindings().withName(name).delete();
    api.validatingAdmissionPolicies().withName(name).delete();
    Awaitility.await(name).atMost(Duration.ofSeconds(60)).until(() -> !refuses(secret));
  }

  /** Takes every right in the namespace away; returns what gives them back. */
  List<RoleBinding> takeRights() {
    var bindings = client.rbac().roleBindings().inNamespace(namespace);
    List<RoleBinding> taken = bindings.list().getItems();
    bindings.delete();
    return taken;
  }

  void giveRights(List<RoleBinding> taken) {
    for (RoleBinding binding : taken) {
      binding.getMetadata().setResourceVersion(null);
      binding.getMetadata().setUid(null);
      client.resource(binding).create();
    }
  }
}
