package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.source.http.ScriptedServer;
import dev.keyturn.operator.source.http.TestCertificates;
import dev.keyturn.proof.Proves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The recipes of the page, as they stand there, against answers as the vendors document them. */
final class WebhookRecipesTest {
  private static final Path PAGE =
      Path.of(System.getProperty("keyturn.root", ".."), "docs/how-to/webhook.md");
  private static final Pattern HOST = Pattern.compile("https://[a-z]+\\.example");

  private final TestCertificates authority = new TestCertificates("recipes");
  private final ScriptedServer service =
      ScriptedServer.tls(
          authority.server("127.0.0.1", Instant.now().plus(Duration.ofDays(1))),
          WebhookRecipesTest::answer);
  private final House house = new House();

  @AfterEach
  void close() {
    house.close();
    service.close();
  }

  /** docs.gitlab.com, "Project-level CI/CD variables API"; Passwordstate, "Password API". */
  private static void answer(ScriptedServer.Seen request, ScriptedServer.Peer peer)
      throws IOException {
    String asked = request.method() + " " + request.target();
    if (asked.equals("GET /api/v4/projects/42/variables/DB_PASSWORD")
        && "token-7f3a".equals(request.headers().get("private-token"))) {
      peer.json(
          200,
          """
          {"key": "DB_PASSWORD", "variable_type": "env_var", "value": "of gitlab",
           "protected": false, "masked": true, "hidden": false, "raw": false,
           "environment_scope": "*", "description": null}
          """);
    } else if (asked.equals("GET /api/passwords/2048")
        && "list-7f3a".equals(request.headers().get("apikey"))) {
      peer.json(
          200,
          """
          [{"PasswordID": 2048, "Title": "Database", "UserName": "shop", "Password": "of the list",
            "ExpiryDate": "", "Notes": ""}]
          """);
    } else {
      peer.json(request.method().equals("HEAD") ? 404 : 401, "{}");
    }
  }

  private String recipe(String heading) throws IOException {
    String page = Files.readString(PAGE);
    int section = page.indexOf("\n## " + heading + "\n");
    assertThat(section).as(heading).isPositive();
    int begin = page.indexOf("```yaml\n", section) + "```yaml\n".length();
    Matcher host = HOST.matcher(page.substring(begin, page.indexOf("```", begin)));
    return host.replaceAll(service.uri().toString());
  }

  private void assertGives(String heading, String name, String key, String text)
      throws IOException {
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretStore
        metadata: {name: %1$s, namespace: shop}
        spec:
          caBundle: |
        %2$s
          provider:
        %3$s
        ---
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: %1$s, namespace: shop}
        spec:
          secretStoreRef: {name: %1$s}
          data: [{secretKey: password, remoteRef: {key: "%4$s"}}]
        """,
        name, authority.pem().indent(4), recipe(heading), key);
    house.awaitData("shop", name, Map.of("password", text));
  }

  @Proves("P002")
  @Test
  void bothRecipesOfThePageReadAValue() throws IOException {
    house.allowEndpoints(service.uri().toString());
    house.restart();
    house.namespace("shop");
    house.secret("shop", "gitlab-token", Map.of("token", "token-7f3a"));
    house.secret("shop", "passwordstate", Map.of("key", "list-7f3a"));
    assertGives("GitLab CI/CD variables", "gitlab", "DB_PASSWORD", "of gitlab");
    assertGives("Passwordstate", "passwords", "2048", "of the list");
  }
}
