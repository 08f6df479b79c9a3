package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.source.http.ScriptedServer;
import dev.keyturn.proof.Proves;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An endpoint of one's own for AWS and Google is bound like every other address. */
final class StoreEndpointTest {
  private final ScriptedServer listed =
      ScriptedServer.plain((request, peer) -> peer.answer(503, "", ""));
  private final ScriptedServer other =
      ScriptedServer.plain((request, peer) -> peer.answer(503, "", ""));
  private final House house = new House();

  @AfterEach
  void close() {
    house.close();
    listed.close();
    other.close();
  }

  private void store(String provider, String name, String endpoint) {
    String rest =
        switch (provider) {
          case "aws" ->
              """
              region: eu-west-1
              auth:
                secretRef:
                  accessKeyIDSecretRef: {name: keys, key: id}
                  secretAccessKeySecretRef: {name: keys, key: secret}
              """;
          default ->
              """
              projectID: shop-123456
              auth: {secretRef: {secretAccessKeySecretRef: {name: keys, key: id}}}
              """;
        };
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretStore
        metadata: {name: %s, namespace: shop}
        spec:
          provider:
            %s:
              endpoint: '%s'
        %s
        """,
        name, provider, endpoint, rest.indent(6));
  }

  @Proves("P014")
  @ParameterizedTest
  @ValueSource(strings = {"aws", "gcp"})
  void anEndpointThatNobodyMayReachIsRefusedWithoutAConnection(String provider) {
    house.allowEndpoints("https://*", listed.uri().toString());
    house.restart();
    house.namespace("shop");
    house.secret("shop", "keys", Map.of("id", "AKIAEXAMPLE", "secret", "s"));
    List<String> closed =
        List.of(
            other.uri().toString(),
            other.uri().toString().replace("http:", "https:"),
            "https://169.254.169.254",
            "https://[fd00:ec2::254]",
            "http://secrets.example");
    for (int i = 0; i < closed.size(); i++) {
      store(provider, "closed-" + i, closed.get(i));
      house.awaitStore("shop", "closed-" + i, "False/ConfigInvalid");
      assertThat(House.text(house.storeNamed("shop", "closed-" + i), "Reachable"))
          .as(closed.get(i))
          .doesNotStartWith("True");
    }
    assertThat(other.connections()).isZero();

    store(provider, "open", listed.uri().toString());
    house.await().until(() -> !house.storeCondition("shop", "open", "Ready").isEmpty());
    assertThat(house.storeCondition("shop", "open", "Ready")).doesNotContain("ConfigInvalid");
    if (provider.equals("aws")) {
      house.await().until(() -> listed.connections() > 0);
    }
  }
}
