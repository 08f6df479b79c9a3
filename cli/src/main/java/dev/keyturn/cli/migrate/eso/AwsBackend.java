package dev.keyturn.cli.migrate.eso;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** AWS. Source: apis/externalsecrets/v1/secretstore_aws_types.go of External Secrets. */
final class AwsBackend {
  private AwsBackend() {}

  static void translate(Field from, Draft draft) {
    ObjectNode aws = draft.provider("aws");
    from.copy(aws, "service");
    rest(from, aws, draft);
    from.copy(aws, "additionalRoles", "externalID", "sessionTags");
    Field prefix = from.member("prefix");
    if (prefix.isThere()) {
      draft.spec().set("keyPrefix", prefix.value());
      prefix.translated("keyPrefix of the store");
    }
    deletion(from.member("secretsManager"), aws);
    Field keys = from.member("transitiveTagKeys");
    if (keys.isThere()) {
      keys.check("tags of the session do not pass to the next role");
    }
    Field policy = from.member("sessionTagsPolicy");
    if (policy.isThere() && !policy.is("None")) {
      policy.check(
          "no tags esoNamespace, esoStoreName and esoStoreKind are made: a policy that asks for them"
              + " denies");
    }
    Field custom = from.member("customSessionTags");
    if (custom.isThere()) {
      custom.check("write them into sessionTags");
    }
  }

  /** A store for tokens alone. */
  static void forTokens(Field from, Draft draft) {
    rest(from, draft.provider("aws"), draft);
  }

  private static void rest(Field from, ObjectNode aws, Draft draft) {
    from.copy(aws, "region", "role");
    Field auth = from.member("auth");
    if (auth.isThere()) {
      identity(auth, aws.putObject("auth"), draft, null);
    } else if (!draft.reach().clusterWide()) {
      auth.check(
          "the operator's own identity at AWS: a SecretStore has it only where the operator runs"
              + " with --allow-operator-identity");
    }
  }

  private static void deletion(Field from, ObjectNode aws) {
    if (!from.isThere()) {
      return;
    }
    ObjectNode ours = aws.putObject("secretsManager");
    if (from.member("forceDeleteWithoutRecovery").isTrue()) {
      from.copy(ours, "forceDeleteWithoutRecovery");
    }
    from.copyUnless(ours, "recoveryWindowInDays", "0");
  }

  /**
   * Writes {@code secretRef} or {@code jwt}.
   *
   * @param assumed a role that External Secrets assumes afterwards, where ours do not; or null
   */
  static void identity(Field from, ObjectNode ours, Draft draft, @Nullable Field assumed) {
    Reach reach = draft.reach();
    if (assumed != null && assumed.isThere()) {
      assumed.refused("no role is assumed before the login: let the ServiceAccount have it");
    }
    Field secret = from.member("secretRef");
    if (secret.isThere()) {
      ObjectNode keys = ours.putObject("secretRef");
      reach.key(secret, keys, "accessKeyIDSecretRef", "");
      reach.key(secret, keys, "secretAccessKeySecretRef", "");
      reach.key(secret, keys, "sessionTokenSecretRef", "");
    }
    Field account = from.member("jwt").member("serviceAccountRef");
    if (account.isThere()) {
      ObjectNode named = reach.account(account);
      if (named == null) {
        return;
      }
      Optional<String> role =
          draft
              .accounts()
              .annotation(
                  reach.clusterWide() ? named.path("namespace").textValue() : reach.namespace(),
                  named.path("name").asText(),
                  Accounts.AWS_ROLE);
      if (role.isEmpty()) {
        account.refused(
            "the role stands at the ServiceAccount, as "
                + Accounts.AWS_ROLE
                + ": give its manifest too");
        return;
      }
      ObjectNode jwt = ours.putObject("jwt");
      jwt.set("serviceAccountRef", named);
      jwt.put("role", role.get());
      account.translated("jwt, with the role that the ServiceAccount names");
    }
  }
}
