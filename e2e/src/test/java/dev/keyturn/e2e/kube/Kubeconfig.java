package dev.keyturn.e2e.kube;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.e2e.process.Identity;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The text of kubeconfig files; JSON, which every reader of YAML takes. */
final class Kubeconfig {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Kubeconfig() {}

  static String ofClient(URI server, String authorityPem, Identity client) {
    ObjectNode user =
        JSON.createObjectNode()
            .put("client-certificate-data", base64(client.certificatePem()))
            .put("client-key-data", base64(client.keyPem()));
    return text(server, authorityPem, "default", user);
  }

  static String ofToken(URI server, String authorityPem, String namespace, String token) {
    return text(server, authorityPem, namespace, JSON.createObjectNode().put("token", token));
  }

  private static String text(URI server, String authorityPem, String namespace, ObjectNode user) {
    ObjectNode config =
        JSON.createObjectNode()
            .put("apiVersion", "v1")
            .put("kind", "Config")
            .put("current-context", "test");
    config
        .putArray("clusters")
        .addObject()
        .put("name", "test")
        .putObject("cluster")
        .put("server", server.toString())
        .put("certificate-authority-data", base64(authorityPem));
    config.putArray("users").addObject().put("name", "test").set("user", user);
    config
        .putArray("contexts")
        .addObject()
        .put("name", "test")
        .putObject("context")
        .put("cluster", "test")
        .put("user", "test")
        .put("namespace", namespace);
    return config.toPrettyString();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
