package dev.keyturn.cli.migrate.agent;

import static dev.keyturn.cli.migrate.agent.AgentAnnotation.AUTH_CONFIG;
import static dev.keyturn.cli.migrate.agent.AgentAnnotation.AUTH_PATH;
import static dev.keyturn.cli.migrate.agent.AgentAnnotation.AUTH_TYPE;
import static dev.keyturn.cli.migrate.agent.AgentAnnotation.CA_CERT;
import static dev.keyturn.cli.migrate.agent.AgentAnnotation.CLIENT_CERT;
import static dev.keyturn.cli.migrate.agent.AgentAnnotation.CLIENT_KEY;
import static dev.keyturn.cli.migrate.agent.AgentAnnotation.NAMESPACE;
import static dev.keyturn.cli.migrate.agent.AgentAnnotation.PROXY;
import static dev.keyturn.cli.migrate.agent.AgentAnnotation.ROLE;
import static dev.keyturn.cli.migrate.agent.AgentAnnotation.SERVER_NAME;
import static dev.keyturn.cli.migrate.agent.AgentAnnotation.SERVICE;
import static dev.keyturn.cli.migrate.agent.AgentAnnotation.SKIP_VERIFY;
import static dev.keyturn.cli.migrate.agent.AgentAnnotation.TLS_SECRET;

import dev.keyturn.cli.migrate.agent.Login.Authority;
import dev.keyturn.cli.migrate.agent.Login.Client;
import dev.keyturn.cli.migrate.translation.Options;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads how the agent of a pod logs in. */
final class LoginReader {
  /** What a store that is there already decides. */
  private static final Set<AgentAnnotation> OF_STORE =
      EnumSet.of(
          SERVICE,
          NAMESPACE,
          ROLE,
          AUTH_PATH,
          AUTH_TYPE,
          AUTH_CONFIG,
          TLS_SECRET,
          CA_CERT,
          CLIENT_CERT,
          CLIENT_KEY,
          SKIP_VERIFY,
          SERVER_NAME,
          PROXY);

  /** Where the agent sees the Secret of {@code tls-secret}. */
  private static final String TLS_FOLDER = "/vault/tls/";

  private static final String POD_AUTHORITY =
      "(/var)?/run/secrets/kubernetes[.]io/serviceaccount/ca[.]crt";

  private final AgentPod pod;
  private final Remarks remarks;

  LoginReader(AgentPod pod, Remarks remarks) {
    this.pod = pod;
    this.remarks = remarks;
  }

  /** Says of all that it is for the store to know. */
  void leaveTo(String store) {
    for (String annotation : pod.annotations().keySet()) {
      AgentAnnotation.of(annotation)
          .filter(OF_STORE::contains)
          .ifPresent(_ -> remarks.unneeded(annotation, "SecretStore " + store + " says it"));
    }
  }

  /** The login; null where it is remarked why there is none. */
  @Nullable Login read(Options options) {
    String anchor = AgentAnnotation.AGENT_INJECT.key();
    String server = pod.value(SERVICE) == null ? options.server() : pod.value(SERVICE);
    if (server == null || server.isBlank()) {
      remarks.refused(
          anchor, "the injector alone knows Vault's address: give it by --server, or --store");
      return null;
    }
    address(pod.value(SERVICE) == null ? anchor : SERVICE.key(), server);
    String type = pod.value(AUTH_TYPE, "kubernetes");
    if (!type.equals("kubernetes")) {
      remarks.refused(
          AUTH_TYPE.key(), "write a SecretStore that logs in so, and name it by --store");
      return null;
    }
    String role = role();
    if (role == null || role.isBlank()) {
      remarks.refused(anchor, "no role: the injector refuses this pod too");
      return null;
    }
    String mountPath = pod.value(AUTH_PATH, "auth/kubernetes").replaceAll("^/*auth/|^/+|/+$", "");
    doNotSkip();
    Authority authority = authority();
    Client client = client();
    boolean used = client != null || (authority != null && authority.type().equals("Secret"));
    if (pod.value(TLS_SECRET) != null && !used) {
      remarks.unneeded(TLS_SECRET.key(), "nothing of the SecretStore refers to it");
    }
    String namespace = blankToNull(pod.value(NAMESPACE));
    return new Login(server, namespace, mountPath, role, pod.serviceAccount(), authority, client);
  }

  private void address(String annotation, String server) {
    if (!server.matches("https?://[^\\s/?#@]+(/[^\\s?#]*)?")) {
      remarks.refused(annotation, "the address of Vault is no http or https URL");
    } else if (server.startsWith("http:")) {
      remarks.check(
          annotation, "the operator speaks plain http only to hosts of its flag --endpoints-allow");
    }
  }

  private @Nullable String role() {
    String role = pod.value(ROLE);
    for (String annotation : pod.annotations().keySet()) {
      if (AgentAnnotation.of(annotation).filter(AUTH_CONFIG::equals).isEmpty()) {
        continue;
      }
      switch (annotation.substring(AUTH_CONFIG.key().length() + 1).replace('-', '_')) {
        case "role" -> {
          role = role == null ? pod.annotations().get(annotation) : role;
          remarks.translated(annotation, "auth.kubernetes.role of the SecretStore");
        }
        case "token_path" ->
            remarks.unneeded(
                annotation, "the operator asks for a token of the ServiceAccount itself");
        default ->
            remarks.refused(
                annotation, "write a SecretStore that logs in so, and name it by --store");
      }
    }
    return role;
  }

  private void doNotSkip() {
    if (pod.value(SKIP_VERIFY) != null && !pod.is(SKIP_VERIFY, true)) {
      remarks.unneeded(SKIP_VERIFY.key(), "certificates are always verified");
    }
    String proxy = pod.value(PROXY);
    if (proxy != null && proxy.isBlank()) {
      remarks.unneeded(PROXY.key(), "it is empty");
    }
  }

  private @Nullable Authority authority() {
    String path = blankToNull(pod.value(CA_CERT));
    if (path == null) {
      return null;
    }
    if (path.matches(POD_AUTHORITY)) {
      remarks.translated(CA_CERT.key(), "caProvider: ConfigMap kube-root-ca.crt");
      return new Authority("ConfigMap", "kube-root-ca.crt", "ca.crt");
    }
    String secret = pod.value(TLS_SECRET);
    String key = inTlsSecret(path);
    if (secret == null || key == null) {
      remarks.check(
          CA_CERT.key(), "the file is the agent's alone: add caProvider to the SecretStore");
      return null;
    }
    remarks.translated(CA_CERT.key(), "caProvider: Secret " + secret);
    return new Authority("Secret", secret, key);
  }

  private @Nullable Client client() {
    String certificate = blankToNull(pod.value(CLIENT_CERT));
    String key = blankToNull(pod.value(CLIENT_KEY));
    if (certificate == null && key == null) {
      return null;
    }
    String secret = pod.value(TLS_SECRET);
    String certificateKey = certificate == null ? null : inTlsSecret(certificate);
    String keyKey = key == null ? null : inTlsSecret(key);
    if (secret == null || certificateKey == null || keyKey == null) {
      for (AgentAnnotation half : new AgentAnnotation[] {CLIENT_CERT, CLIENT_KEY}) {
        if (pod.value(half) != null) {
          remarks.check(half.key(), "the file is the agent's alone: add tls to the SecretStore");
        }
      }
      return null;
    }
    return new Client(secret, certificateKey, keyKey);
  }

  private static @Nullable String inTlsSecret(String path) {
    String key = path.startsWith(TLS_FOLDER) ? path.substring(TLS_FOLDER.length()) : "";
    return key.isEmpty() || key.contains("/") ? null : key;
  }

  private static @Nullable String blankToNull(@Nullable String text) {
    return text == null || text.isBlank() ? null : text;
  }
}
