package dev.keyturn.operator.runtime.trial;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.crds.v1alpha1.Api;
import dev.keyturn.operator.kube.client.ApiCall;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** The objects of a trial: a Secret, a store that reads it, and a sync that copies it. */
final class TrialObjects {
  /** The key of the source and of the target. */
  static final String KEY = "trial";

  private static final String CORE = "/api/v1";
  private static final String OWN = "/apis/" + Api.GROUP + "/" + Api.VERSION;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final TrialPlan plan;
  private final String value;

  /** The value is drawn anew: what an earlier trial left behind does not pass for this one's. */
  TrialObjects(TrialPlan plan, SecureRandom random) {
    this.plan = plan;
    byte[] drawn = new byte[16];
    random.nextBytes(drawn);
    String hex = HexFormat.of().formatHex(drawn);
    this.value = Base64.getEncoder().encodeToString(hex.getBytes(StandardCharsets.US_ASCII));
  }

  /** What the target has to hold under {@link #KEY}, in base64. It protects nothing. */
  String value() {
    return value;
  }

  String sourcePath() {
    return ApiCall.namespaced(CORE, plan.namespace(), "secrets", plan.name() + "-source");
  }

  String targetPath() {
    return ApiCall.namespaced(CORE, plan.namespace(), "secrets", plan.name());
  }

  String storePath() {
    return ApiCall.namespaced(OWN, plan.namespace(), "secretstores", plan.name());
  }

  String syncPath() {
    return ApiCall.namespaced(OWN, plan.namespace(), "secretsyncs", plan.name());
  }

  ObjectNode source() {
    ObjectNode secret = object("v1", "Secret", plan.name() + "-source");
    secret.putObject("data").put(KEY, value);
    return secret;
  }

  ObjectNode store() {
    ObjectNode store = object(Api.GROUP + "/" + Api.VERSION, "SecretStore", plan.name());
    store
        .putObject("spec")
        .putObject("provider")
        .putObject("kubernetes")
        .putObject("auth")
        .putObject("serviceAccount")
        .put("name", plan.name());
    return store;
  }

  ObjectNode sync() {
    ObjectNode sync = object(Api.GROUP + "/" + Api.VERSION, "SecretSync", plan.name());
    ObjectNode spec = sync.putObject("spec");
    spec.putObject("secretStoreRef").put("name", plan.name());
    ObjectNode entry = spec.putArray("data").addObject().put("secretKey", KEY);
    entry.putObject("remoteRef").put("key", plan.name() + "-source").put("property", KEY);
    return sync;
  }

  private ObjectNode object(String apiVersion, String kind, String name) {
    ObjectNode object = JSON.objectNode().put("apiVersion", apiVersion).put("kind", kind);
    object.putObject("metadata").put("name", name).put("namespace", plan.namespace());
    return object;
  }
}
