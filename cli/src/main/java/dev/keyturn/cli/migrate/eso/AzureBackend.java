package dev.keyturn.cli.migrate.eso;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/**
 * Azure Key Vault. Source: apis/externalsecrets/v1/secretstore_azurekv_types.go of External
 * Secrets.
 */
final class AzureBackend {
  private static final Set<String> CLOUDS =
      Set.of("PublicCloud", "USGovernmentCloud", "ChinaCloud");

  private AzureBackend() {}

  static void translate(Field from, Draft draft) {
    ObjectNode azure = draft.provider("azure");
    Field url = from.member("vaultUrl");
    Draft.address(url);
    azure.put("vaultUrl", url.text(""));
    from.copy(azure, "tenantId");
    from.copyUnless(azure, "authType", "ServicePrincipal");
    from.copyUnless(azure, "environmentType", "PublicCloud");
    Field cloud = from.member("environmentType");
    if (cloud.isThere() && !CLOUDS.contains(cloud.text(""))) {
      cloud.refused("clouds are PublicCloud, USGovernmentCloud and ChinaCloud");
    }
    if (from.member("customCloudConfig").isThere()) {
      from.member("customCloudConfig").refused("there is no cloud of one's own");
    }
    if (from.member("useAzureSDK").isTrue()) {
      from.member("useAzureSDK").unneeded("there is one way to ask Azure");
    }
    proof(from.member("authSecretRef"), azure, draft.reach());
    switch (from.member("authType").text("ServicePrincipal")) {
      case "WorkloadIdentity" -> workloadIdentity(from, azure, draft.reach());
      case "ManagedIdentity" -> managedIdentity(from, draft.reach());
      default -> {
        if (!from.member("authSecretRef").isThere()) {
          from.member("authSecretRef").refused("a ServicePrincipal needs one");
        }
      }
    }
  }

  private static void proof(Field from, ObjectNode azure, Reach reach) {
    if (!from.isThere()) {
      return;
    }
    ObjectNode ours = azure.putObject("authSecretRef");
    for (String name : new String[] {"clientId", "clientSecret", "clientCertificate"}) {
      reach.key(from, ours, name, "");
    }
    if (from.member("tenantId").isThere()) {
      from.member("tenantId").refused("write the tenant, which is no secret, into tenantId");
    }
  }

  private static void workloadIdentity(Field from, ObjectNode azure, Reach reach) {
    Field account = from.member("serviceAccountRef");
    if (!account.isThere()) {
      account.refused("it is the operator's own: name a ServiceAccount");
      return;
    }
    ObjectNode named = reach.account(account);
    if (named != null) {
      azure.set("serviceAccountRef", named);
    }
    if (!from.member("authSecretRef").member("clientId").isThere()
        || !from.member("tenantId").isThere()) {
      account.refused(
          "annotations of a ServiceAccount are not read: write tenantId, and put the client id into"
              + " a Secret for authSecretRef.clientId");
    }
  }

  private static void managedIdentity(Field from, Reach reach) {
    if (!reach.clusterWide()) {
      from.member("authType").refused("a machine's identity is for a ClusterSecretStore alone");
    }
    if (from.member("identityId").isThere()) {
      from.member("identityId").refused("put it into a Secret for authSecretRef.clientId");
    }
  }
}
