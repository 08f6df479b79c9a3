package dev.keyturn.cli.migrate.eso;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** Google Cloud. Source: apis/externalsecrets/v1/secretstore_gcpsm_types.go of External Secrets. */
final class GoogleBackend {
  private GoogleBackend() {}

  static void translate(Field from, Draft draft) {
    ObjectNode gcp = draft.provider("gcp");
    Field project = from.member("projectID");
    from.copy(gcp, "projectID", "location");
    if (!project.isThere()) {
      project.refused("name the project; it is not asked of the machine");
    }
    from.copyUnless(gcp, "secretVersionSelectionPolicy", "LatestOrFail");
    Field latest = from.member("getLatestEnabledSecret");
    if (latest.isTrue()) {
      gcp.put("secretVersionSelectionPolicy", "LatestOrFetch");
      latest.translated("secretVersionSelectionPolicy: LatestOrFetch");
    }
    identity(from.member("auth"), gcp.putObject("auth"), draft);
  }

  /** Writes {@code secretRef}, {@code workloadIdentity} or {@code metadata}. */
  static void identity(Field auth, ObjectNode ours, Draft draft) {
    Field secret = auth.member("secretRef");
    Field federation = auth.member("workloadIdentityFederation");
    if (secret.isThere()) {
      draft.reach().key(secret, ours.putObject("secretRef"), "secretAccessKeySecretRef", "");
    } else if (auth.member("workloadIdentity").isThere()) {
      workloadIdentity(auth.member("workloadIdentity"), ours.putObject("workloadIdentity"), draft);
    } else if (federation.isThere()) {
      federation(federation, ours.putObject("workloadIdentity"), draft);
    } else if (draft.reach().clusterWide()) {
      ours.putObject("metadata");
      auth.translated("metadata: the operator's own identity");
    } else {
      auth.refused(
          "the operator's own identity at Google is for a ClusterSecretStore alone: name"
              + " workloadIdentity or secretRef");
    }
  }

  private static void workloadIdentity(Field from, ObjectNode ours, Draft draft) {
    account(from, ours, draft);
    from.copy(ours, "clusterName", "clusterLocation", "clusterProjectID");
    if (!from.member("clusterName").isThere() || !from.member("clusterLocation").isThere()) {
      from.refused("name clusterName and clusterLocation; they are not asked of the machine");
    }
  }

  private static void federation(Field from, ObjectNode ours, Draft draft) {
    if (!from.member("serviceAccountRef").isThere() || !from.member("audience").isThere()) {
      from.refused("only serviceAccountRef with audience is translated");
      return;
    }
    account(from, ours, draft);
    from.copy(ours, "audience");
  }

  private static void account(Field from, ObjectNode ours, Draft draft) {
    Field account = from.member("serviceAccountRef");
    Reach reach = draft.reach();
    ObjectNode named = reach.account(account);
    if (named == null) {
      return;
    }
    ours.set("serviceAccountRef", named);
    Optional<String> email =
        draft
            .accounts()
            .annotation(
                reach.clusterWide() ? named.path("namespace").textValue() : reach.namespace(),
                named.path("name").asText(),
                Accounts.GOOGLE_ACCOUNT);
    if (email.isPresent()) {
      ours.put("gcpServiceAccountEmail", email.get());
      account.translated("with gcpServiceAccountEmail, which the ServiceAccount names");
    } else {
      account.check(
          "where the ServiceAccount has the annotation "
              + Accounts.GOOGLE_ACCOUNT
              + ", write it into gcpServiceAccountEmail");
    }
  }
}
