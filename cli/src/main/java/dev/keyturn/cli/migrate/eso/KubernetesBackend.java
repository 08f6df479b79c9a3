package dev.keyturn.cli.migrate.eso;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Secrets of another namespace or cluster. Source:
 * apis/externalsecrets/v1/secretstore_kubernetes_types.go of External Secrets.
 */
final class KubernetesBackend {
  /** What External Secrets asks where nothing is named. */
  private static final String DEFAULT = "default";

  private KubernetesBackend() {}

  static void translate(Field from, Draft draft) {
    ObjectNode kubernetes = draft.provider("kubernetes");
    boolean elsewhere = server(from.member("server"), kubernetes, draft);
    if (from.member("authRef").isThere()) {
      from.member("authRef").refused("a kubeconfig is not read: write server and auth");
    }
    login(from.member("auth"), kubernetes, draft.reach());
    Field namespace = from.member("remoteNamespace");
    String remote = namespace.text(DEFAULT);
    kubernetes.put("remoteNamespace", remote);
    if (!elsewhere && !draft.reach().clusterWide() && !remote.equals(draft.reach().namespace())) {
      namespace.check(
          "remoteNamespace "
              + remote
              + ": another namespace of this cluster needs a"
              + " TenantSecretScope that grants the store by its name");
    }
  }

  private static boolean server(Field from, ObjectNode kubernetes, Draft draft) {
    Field url = from.member("url");
    String text = url.text("kubernetes.default");
    if (text.matches("(https://)?kubernetes[.]default([.]svc([.].*)?)?(:443)?/?")) {
      if (from.isThere()) {
        from.unneeded("without server it is this cluster");
      }
      return false;
    }
    ObjectNode ours = kubernetes.putObject("server");
    String address = text.matches("https?://.*") ? text : "https://" + text;
    ours.put("url", address);
    if (address.startsWith("http:")) {
      Draft.address(url);
    }
    draft.authority(from, ours);
    return true;
  }

  private static void login(Field auth, ObjectNode kubernetes, Reach reach) {
    ObjectNode ours = kubernetes.putObject("auth");
    Field account = auth.member("serviceAccount");
    Field token = auth.member("token");
    if (auth.member("cert").isThere()) {
      auth.member("cert").refused("logins are serviceAccount and token");
    } else if (account.isThere()) {
      ObjectNode named = reach.account(account);
      if (named != null) {
        ours.set("serviceAccount", named);
      }
    } else if (token.isThere()) {
      reach.key(token, ours.putObject("token"), "bearerToken", "");
    } else {
      auth.refused("name serviceAccount or token");
    }
  }
}
