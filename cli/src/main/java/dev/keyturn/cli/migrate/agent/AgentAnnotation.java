package dev.keyturn.cli.migrate.agent;

import static dev.keyturn.cli.migrate.translation.Fate.CHECK;
import static dev.keyturn.cli.migrate.translation.Fate.REFUSED;
import static dev.keyturn.cli.migrate.translation.Fate.TRANSLATED;
import static dev.keyturn.cli.migrate.translation.Fate.UNNEEDED;

import dev.keyturn.cli.migrate.translation.Fate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;

/**
 * The annotations that the injector reads, below {@link #PREFIX}. Source: the annotations page of
 * HashiCorp's documentation and agent-inject/agent/annotations.go of vault-k8s.
 */
public enum AgentAnnotation {
  AGENT_INJECT(
      "agent-inject",
      Form.ONE,
      TRANSLATED,
      "a SecretSync, and its Secret as a volume; a pod without `true` is left alone"),
  INJECT_SECRET(
      "agent-inject-secret",
      Form.NAMED,
      TRANSLATED,
      "what the SecretSync reads, where the file has no template: `data`, `dataFrom`"),
  INJECT_TEMPLATE(
      "agent-inject-template", Form.NAMED, TRANSLATED, "`target.template.data`, in our functions"),
  DEFAULT_TEMPLATE(
      "agent-inject-default-template",
      Form.ONE,
      TRANSLATED,
      "the template of files without one: `map` or `json`"),
  INJECT_FILE("agent-inject-file", Form.NAMED, TRANSLATED, "the file's path in the volume"),
  INJECT_PERMS("agent-inject-perms", Form.NAMED, TRANSLATED, "`items[].mode` of the volume"),
  VOLUME_PATH("secret-volume-path", Form.BOTH, TRANSLATED, "`mountPath` of the volume"),
  PRESERVE_CASE(
      "preserve-secret-case", Form.BOTH, TRANSLATED, "the file's name; lower case without it"),
  CONTAINERS("agent-inject-containers", Form.ONE, TRANSLATED, "the containers with the volume"),
  PRE_POPULATE(
      "agent-pre-populate",
      Form.ONE,
      TRANSLATED,
      "the pod waits for the Secret; with `false` the volume is `optional`, and not in init"
          + " containers"),
  RENDER_INTERVAL(
      "template-static-secret-render-interval",
      Form.ONE,
      TRANSLATED,
      "`refreshInterval`; 5m without it, as the agent has"),
  REVOKE(
      "agent-revoke-on-shutdown",
      Form.ONE,
      TRANSLATED,
      "`revokeOnDelete` of a dynamic credential; for anything else not needed"),
  SERVICE("service", Form.ONE, TRANSLATED, "`server` of the SecretStore; without it `--server`"),
  NAMESPACE("namespace", Form.ONE, TRANSLATED, "`namespace` of the SecretStore"),
  ROLE("role", Form.ONE, TRANSLATED, "`auth.kubernetes.role` of the SecretStore"),
  AUTH_PATH("auth-path", Form.ONE, TRANSLATED, "`auth.kubernetes.mountPath` of the SecretStore"),
  AUTH_TYPE(
      "auth-type",
      Form.ONE,
      TRANSLATED,
      "`auth.kubernetes` of the SecretStore; another type is refused without `--store`"),
  AUTH_CONFIG(
      "auth-config",
      Form.NAMED,
      TRANSLATED,
      "of `role` the same as `role`; others are refused without `--store`"),
  TLS_SECRET("tls-secret", Form.ONE, TRANSLATED, "the Secret of `caProvider` and `tls`"),
  CA_CERT(
      "ca-cert",
      Form.ONE,
      TRANSLATED,
      "`caProvider`: of `tls-secret`, or `kube-root-ca.crt` for the pod's own; else to check"),
  CLIENT_CERT("client-cert", Form.ONE, TRANSLATED, "`tls.certSecretRef`, of `tls-secret`"),
  CLIENT_KEY("client-key", Form.ONE, TRANSLATED, "`tls.keySecretRef`, of `tls-secret`"),
  INJECT_COMMAND(
      "agent-inject-command",
      Form.NAMED,
      CHECK,
      "nothing runs a command: let the program watch its file, or add `restart` to the SecretSync"),
  SKIP_VERIFY(
      "tls-skip-verify",
      Form.ONE,
      CHECK,
      "certificates are always verified: add `caProvider` to the SecretStore"),
  SERVER_NAME(
      "tls-server-name",
      Form.ONE,
      CHECK,
      "the certificate must be valid for the host of `server`: there is no other name"),
  PROXY("proxy-address", Form.ONE, CHECK, "the operator reaches Vault by its own proxy settings"),
  CACHE_ENABLE(
      "agent-cache-enable",
      Form.ONE,
      CHECK,
      "no Vault listens in the pod: a program that calls it there needs Vault's address and a login"),
  ENABLE_QUIT(
      "agent-enable-quit",
      Form.ONE,
      CHECK,
      "no agent keeps the pod alive: take the call of /agent/v1/quit out of the program"),
  INJECT_TOKEN(
      "agent-inject-token",
      Form.ONE,
      REFUSED,
      "no token of Vault is copied: a program that calls Vault needs a login of its own"),
  TEMPLATE_FILE(
      "agent-inject-template-file",
      Form.NAMED,
      REFUSED,
      "the template is a file in the agent's container: put its text into agent-inject-template"),
  CONFIG_MAP(
      "agent-configmap",
      Form.ONE,
      REFUSED,
      "the agent's configuration is a ConfigMap: put its templates into annotations"),
  MISSING_KEY(
      "error-on-missing-key",
      Form.NAMED,
      UNNEEDED,
      "a value that is missing is always an error, and the Secret stays as it was"),
  STATUS("agent-inject-status", Form.ONE, UNNEEDED, Becomes.NO_AGENT),
  REQUEST_NAMESPACE("agent-request-namespace", Form.ONE, UNNEEDED, Becomes.NO_AGENT),
  IMAGE("agent-image", Form.ONE, UNNEEDED, Becomes.NO_AGENT),
  INIT_FIRST(
      "agent-init-first", Form.ONE, UNNEEDED, "the files are there before any init container"),
  PRE_POPULATE_ONLY(
      "agent-pre-populate-only",
      Form.ONE,
      UNNEEDED,
      "the pod waits for the Secret; its files follow later changes all the same"),
  EXTRA_SECRET("agent-extra-secret", Form.ONE, UNNEEDED, Becomes.NO_AGENT),
  LIMITS("agent-limits", Form.NAMED, UNNEEDED, Becomes.NO_AGENT),
  REQUESTS("agent-requests", Form.NAMED, UNNEEDED, Becomes.NO_AGENT),
  REVOKE_GRACE("agent-revoke-grace", Form.ONE, UNNEEDED, Becomes.NO_AGENT),
  RUN_AS("agent-run-as", Form.NAMED, UNNEEDED, Becomes.NO_AGENT),
  SHARE_PROCESSES("agent-share-process-namespace", Form.ONE, UNNEEDED, Becomes.NO_AGENT),
  SECURITY_CONTEXT("agent-set-security-context", Form.ONE, UNNEEDED, Becomes.NO_AGENT),
  TOKEN_VOLUME(
      "agent-service-account-token-volume-name",
      Form.ONE,
      UNNEEDED,
      "the operator asks for a token of the ServiceAccount itself"),
  CACHE("agent-cache", Form.NAMED, UNNEEDED, Becomes.NO_AGENT),
  COPY_MOUNTS("agent-copy-volume-mounts", Form.ONE, UNNEEDED, Becomes.NO_AGENT),
  JSON_PATCH("agent-json-patch", Form.ONE, UNNEEDED, Becomes.NO_AGENT),
  INIT_JSON_PATCH("agent-init-json-patch", Form.ONE, UNNEEDED, Becomes.NO_AGENT),
  TELEMETRY("agent-telemetry", Form.NAMED, UNNEEDED, "the operator has metrics of its own"),
  METRICS_PORT(
      "agent-metrics-listener-port", Form.ONE, UNNEEDED, "the operator has metrics of its own"),
  IDLE_CONNECTIONS("agent-disable-idle-connections", Form.ONE, UNNEEDED, Becomes.NO_AGENT),
  KEEP_ALIVES("agent-disable-keep-alives", Form.ONE, UNNEEDED, Becomes.NO_AGENT),
  AUTH_EXIT("agent-auto-auth-exit-on-err", Form.ONE, UNNEEDED, Becomes.RETRIES),
  AUTH_MIN_BACKOFF("auth-min-backoff", Form.ONE, UNNEEDED, Becomes.RETRIES),
  AUTH_MAX_BACKOFF("auth-max-backoff", Form.ONE, UNNEEDED, Becomes.RETRIES),
  EXIT_ON_FAILURE("template-config-exit-on-retry-failure", Form.ONE, UNNEEDED, Becomes.RETRIES),
  CONNECTIONS(
      "template-max-connections-per-host", Form.ONE, UNNEEDED, "the SecretStore has `limits`"),
  MAX_RETRIES("client-max-retries", Form.ONE, UNNEEDED, Becomes.RETRIES),
  TIMEOUT("client-timeout", Form.ONE, UNNEEDED, "the SecretStore has `timeouts`"),
  CA_KEY("ca-key", Form.ONE, UNNEEDED, "a client does not need the key of an authority"),
  MAX_PROCS("go-max-procs", Form.ONE, UNNEEDED, Becomes.NO_AGENT),
  LOG_LEVEL("log-level", Form.ONE, UNNEEDED, Becomes.NO_AGENT),
  LOG_FORMAT("log-format", Form.ONE, UNNEEDED, Becomes.NO_AGENT);

  public static final String PREFIX = "vault.hashicorp.com/";

  /** How the annotation is written. */
  public enum Form {
    ONE,
    /** With a dash and a name behind it. */
    NAMED,
    BOTH
  }

  private static final class Becomes {
    static final String NO_AGENT = "no agent runs in the pod";
    static final String RETRIES = "the operator tries again by itself";
  }

  private final String key;
  private final Form form;
  private final Fate fate;
  private final String becomes;

  AgentAnnotation(String key, Form form, Fate fate, String becomes) {
    this.key = key;
    this.form = form;
    this.fate = fate;
    this.becomes = becomes;
  }

  /** Without prefix and name. */
  public String key() {
    return key;
  }

  public Form form() {
    return form;
  }

  /** What mostly becomes of it. */
  public Fate fate() {
    return fate;
  }

  /** The same as a clause, in Markdown. */
  public String becomes() {
    return becomes;
  }

  /** With its name, without prefix. */
  String named(String name) {
    return key + "-" + name;
  }

  /** Which one an annotation is; the longest that fits. */
  static Optional<AgentAnnotation> of(String withoutPrefix) {
    return Arrays.stream(values())
        .filter(it -> it.isWritten(withoutPrefix))
        .max(Comparator.comparingInt(it -> it.key.length()));
  }

  private boolean isWritten(String text) {
    boolean named = text.startsWith(key + "-") && text.length() > key.length() + 1;
    return switch (form) {
      case ONE -> text.equals(key);
      case NAMED -> named;
      case BOTH -> named || text.equals(key);
    };
  }
}
