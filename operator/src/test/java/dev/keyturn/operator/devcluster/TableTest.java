package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.proof.Proves;
import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code kubectl get} shows of a sync: the API server makes the table from our columns. */
final class TableTest {
  private static final String API = "/apis/keyturn.dev/v1alpha1";

  private final House house = House.started();

  @AfterEach
  void close() {
    house.close();
  }

  private JsonNode get(String path, String accept) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(house.server.url() + path))
              .header(
                  "Authorization", "Bearer " + house.client.getConfiguration().getAutoOAuthToken())
              .header("Accept", accept)
              .build();
      return new ObjectMapper()
          .readTree(http.send(request, HttpResponse.BodyHandlers.ofByteArray()).body());
    }
  }

  private List<String> row() throws IOException, InterruptedException {
    return row("secretsyncs");
  }

  private List<String> row(String resource) throws IOException, InterruptedException {
    JsonNode table =
        get(API + "/namespaces/shop/" + resource, "application/json;as=Table;v=v1;g=meta.k8s.io");
    List<String> cells = new ArrayList<>();
    for (int i = 0; i < table.path("columnDefinitions").size(); i++) {
      JsonNode column = table.path("columnDefinitions").get(i);
      if (column.path("priority").asInt() == 0) {
        String cell = table.path("rows").get(0).path("cells").get(i).asText();
        cells.add(column.path("name").asText().toUpperCase(java.util.Locale.ROOT) + "=" + cell);
      }
    }
    return cells;
  }

  @Proves("P041")
  @Test
  void theStatusNamesTheSecretAsThatOfAProvisionedService() throws Exception {
    house.namespace("bound");
    house.store("bound", "store");
    house.backend.put("bound", "v1");
    house.sync("bound", "db", "bound", "target: {name: other}");
    house.awaitSynced("bound", "db");
    assertThat(
            get(API + "/namespaces/bound/secretsyncs/db", "application/json")
                .at("/status/binding/name")
                .asText())
        .isEqualTo("other");
    assertThat(house.hasSecret("bound", "other")).isTrue();
  }

  @Proves({"F032", "P065"})
  @Test
  void theTableOfSyncsSaysWhetherEachIsSyncedAndWhyNot() throws Exception {
    house.backend.put("path", "v1");
    house.tenant("shop");
    house.sync("shop", "db", "path");
    house.awaitSynced("shop", "db");
    List<String> shortNames = new ArrayList<>();
    for (JsonNode resource : get(API, "application/json").path("resources")) {
      if (resource.path("name").asText().equals("secretsyncs")) {
        resource.path("shortNames").forEach(name -> shortNames.add(name.asText()));
      }
    }
    assertThat(shortNames).contains("ssy");
    List<String> synced = row();
    assertThat(synced)
        .extracting(cell -> cell.substring(0, cell.indexOf('=')))
        .containsExactly("NAME", "STORE", "TARGET", "READY", "REASON", "KEYS", "CHANGED", "AGE");
    assertThat(synced)
        .startsWith(
            "NAME=db", "STORE=store", "TARGET=db", "READY=True", "REASON=UpToDate", "KEYS=1/1");
    assertThat(synced.get(6)).matches("CHANGED=[0-9]+[smh].*");

    house.sync("shop", "db", "absent");
    house.awaitCondition("shop", "db", "Synced", "False/NotFound");
    assertThat(row()).contains("READY=False", "REASON=NotFound");
  }

  @Proves("F017")
  @Test
  void aRegionWithoutTheServiceIsSaidInTheTableOfStores() throws Exception {
    List<String> asked = new CopyOnWriteArrayList<>();
    house.know(host -> {
      asked.add(host);
      throw new UnknownHostException();
    });
    house.restart();
    house.namespace("shop");
    house.secret("shop", "keys", Map.of("id", "AKIAEXAMPLE", "secret", "s"));
    regional("eu-central-9");
    house.awaitStore("shop", "aws", "False/Unavailable");
    assertThat(asked).containsOnly("secretsmanager.eu-central-9.amazonaws.com");
    assertThat(row("secretstores"))
        .contains("NAME=aws", "PROVIDER=aws", "READY=False", "REASON=Unavailable");
    assertThat(condition("Reachable").status()).isEqualTo("False");
    assertThat(condition("Reachable").reason()).isEqualTo("Unavailable");
    assertThat(condition("Ready").message())
        .isEqualTo(
            "The backend's name is not known: spec.provider.aws.region, which leads to"
                + " secretsmanager.eu-central-9.amazonaws.com. Correct it, or look at the cluster's"
                + " DNS; it is asked for again.");

    regional("eu-central");
    house.awaitStore("shop", "aws", "False/ConfigInvalid");
    assertThat(condition("Ready").message())
        .contains("spec.provider.aws.region must be the code of a region");
    assertThat(row("secretstores")).contains("READY=False", "REASON=ConfigInvalid");
  }

  private void regional(String region) {
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretStore
        metadata: {name: aws, namespace: shop}
        spec:
          provider:
            aws:
              region: %s
              auth:
                secretRef:
                  accessKeyIDSecretRef: {name: keys, key: id}
                  secretAccessKeySecretRef: {name: keys, key: secret}
        """,
        region);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gcp: {projectID: shop-prod, location: europe-west99, auth: {secretRef:"
            + " {secretAccessKeySecretRef: {name: keys, key: k}}}}"
            + " | spec.provider.gcp.location, which leads to"
            + " secretmanager.europe-west99.rep.googleapis.com",
        "azure: {vaultUrl: 'https://none.vault.azure.net', tenantId: t, authSecretRef:"
            + " {clientId: {name: keys, key: k}, clientSecret: {name: keys, key: k}}}"
            + " | spec.provider.azure.vaultUrl, which leads to none.vault.azure.net",
        "infisical: {hostAPI: 'https://infisical.example', auth: {tokenAuthCredentials:"
            + " {accessToken: {name: keys, key: k}}}, secretsScope: {projectId: p,"
            + " environmentSlug: prod}}"
            + " | spec.provider.infisical.hostAPI, which leads to infisical.example",
        "vault: {server: 'https://vault.example:8200', auth: {tokenSecretRef:"
            + " {name: keys, key: k}}}"
            + " | spec.provider.vault.server, which leads to vault.example"
      })
  void theFieldThatNamesAnUnknownAddressIsSaid(String provider, String subject) {
    house.know(host -> {
      throw new UnknownHostException();
    });
    house.restart();
    house.namespace("shop");
    house.secret("shop", "keys", Map.of("k", "v"));
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretStore
        metadata: {name: aws, namespace: shop}
        spec: {provider: {%s}}
        """,
        provider);
    house.awaitStore("shop", "aws", "False/Unavailable");
    assertThat(condition("Reachable").message()).contains(subject);
  }

  private Condition condition(String type) {
    return Objects.requireNonNull(house.storeNamed("shop", "aws").getStatus().conditions()).stream()
        .filter(it -> it.type().equals(type))
        .findFirst()
        .orElseThrow();
  }
}
