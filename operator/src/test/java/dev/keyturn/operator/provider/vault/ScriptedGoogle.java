package dev.keyturn.operator.provider.vault;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.operator.source.http.ScriptedServer;
import dev.keyturn.operator.source.http.TestCertificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a Vault with the mount {@code gcp} asks of Google: the certificates of service accounts, an
 * access token for Vault itself, and which service account there is. The addresses are those of
 * version 0.22.0 of Vault's plugin and 0.9.2 of its library go-gcp-common.
 *
 * <p>{@code custom_endpoint} of the mount moves the certificates and IAM. The address of the access
 * token is moved by {@code token_uri} of the key file that the environment of Vault's process
 * names; of a key in the mount's configuration that field is dropped.
 */
final class ScriptedGoogle implements AutoCloseable {
  /** Exists, and signs with the same key. */
  static final String OTHER_ACCOUNT = "other@project.iam.gserviceaccount.com";

  private static final Map<String, String> IDS =
      Map.of(FakeServiceAccount.EMAIL, FakeServiceAccount.UNIQUE_ID, OTHER_ACCOUNT, "1002");
  private static final String ACCESS_TOKEN = "vault-itself";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String certificate =
      new TestCertificates("google").certificate("account", FakeServiceAccount.publicKey());
  private final ScriptedServer server = ScriptedServer.plain(this::answer);
  private final Path keyFile = keyFile(server.uri());

  /** The key of Vault's own account, whose access tokens come from here. */
  private static Path keyFile(URI google) {
    try {
      ObjectNode key =
          (ObjectNode)
              JSON.readTree(
                  FakeServiceAccount.keyFile("vault@project.iam.gserviceaccount.com", true));
      return Files.writeString(
          Files.createTempFile("google", ".json"),
          key.put("token_uri", google + "/token").toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What Vault's process must find in its environment. */
  Map<String, String> environment() {
    return Map.of("GOOGLE_APPLICATION_CREDENTIALS", keyFile.toString());
  }

  /** Configuration of the mount. */
  String config() {
    return "{\"custom_endpoint\":{\"api\":\"%s\",\"iam\":\"%s\"}}"
        .formatted(server.uri(), server.uri());
  }

  private void answer(ScriptedServer.Seen request, ScriptedServer.Peer peer) throws IOException {
    String target = request.target().split("[?]", 2)[0];
    List<String> path = List.of(URLDecoder.decode(target, UTF_8).split("/", -1));
    String last = path.getLast();
    switch (String.join("/", path.subList(0, path.size() - 1))) {
      case "" -> peer.json(200, token());
      case "/oauth2/v1" -> peer.json(200, certificates(FakeServiceAccount.GOOGLE_KEY_ID));
      case "/service_accounts/v1/metadata/x509" ->
          peer.json(IDS.containsKey(last) ? 200 : 404, certificates(FakeServiceAccount.KEY_ID));
      case "/v1/projects/-/serviceAccounts", "/v1/projects/project/serviceAccounts" ->
          account(last, request, peer);
      default -> peer.json(404, "{}");
    }
  }

  private String certificates(String keyId) {
    return JSON.createObjectNode().put(keyId, certificate).toString();
  }

  private static String token() {
    return JSON.createObjectNode()
        .put("access_token", ACCESS_TOKEN)
        .put("token_type", "Bearer")
        .put("expires_in", 3600)
        .toString();
  }

  private static void account(
      String emailOrId, ScriptedServer.Seen request, ScriptedServer.Peer peer) throws IOException {
    if (!("Bearer " + ACCESS_TOKEN).equals(request.headers().get("authorization"))) {
      peer.json(401, "{}");
      return;
    }
    for (Map.Entry<String, String> account : IDS.entrySet()) {
      if (emailOrId.equals(account.getKey()) || emailOrId.equals(account.getValue())) {
        peer.json(
            200,
            JSON.createObjectNode()
                .put("email", account.getKey())
                .put("uniqueId", account.getValue())
                .put("projectId", "project")
                .toString());
        return;
      }
    }
    peer.json(404, "{}");
  }

  @Override
  public void close() {
    server.close();
    try {
      Files.delete(keyFile);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
