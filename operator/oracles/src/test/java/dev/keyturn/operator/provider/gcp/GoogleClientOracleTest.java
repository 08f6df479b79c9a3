package dev.keyturn.operator.provider.gcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.gax.core.FixedCredentialsProvider;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import com.google.cloud.secretmanager.v1.AddSecretVersionRequest;
import com.google.cloud.secretmanager.v1.CreateSecretRequest;
import com.google.cloud.secretmanager.v1.DestroySecretVersionRequest;
import com.google.cloud.secretmanager.v1.EnableSecretVersionRequest;
import com.google.cloud.secretmanager.v1.ListSecretVersionsRequest;
import com.google.cloud.secretmanager.v1.ListSecretsRequest;
import com.google.cloud.secretmanager.v1.ProjectName;
import com.google.cloud.secretmanager.v1.Replication;
import com.google.cloud.secretmanager.v1.Secret;
import com.google.cloud.secretmanager.v1.SecretManagerServiceClient;
import com.google.cloud.secretmanager.v1.SecretManagerServiceSettings;
import com.google.cloud.secretmanager.v1.SecretName;
import com.google.cloud.secretmanager.v1.SecretPayload;
import com.google.cloud.secretmanager.v1.SecretVersion;
import com.google.cloud.secretmanager.v1.SecretVersionName;
import com.google.protobuf.ByteString;
import com.google.protobuf.FieldMask;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Google's own client at the fake: what it reads and how it fails is what the fake has to be. */
class GoogleClientOracleTest {
  private static final SecretName DB = SecretName.of(FakeGoogle.PROJECT, "db");
  private static final ProjectName PROJECT = ProjectName.of(FakeGoogle.PROJECT);

  private final FakeGoogle google = new FakeGoogle();
  private final SecretManagerServiceClient client;

  GoogleClientOracleTest() throws IOException {
    GoogleCredentials key =
        ServiceAccountCredentials.fromStream(
                new ByteArrayInputStream(google.keyFile().getBytes(UTF_8)))
            .toBuilder()
            .setTokenServerUri(URI.create(google.uri() + "/token"))
            .build()
            .createScoped("https://www.googleapis.com/auth/cloud-platform");
    SecretManagerServiceSettings.Builder settings =
        SecretManagerServiceSettings.newHttpJsonBuilder()
            .setEndpoint(google.uri().toString())
            .setCredentialsProvider(FixedCredentialsProvider.create(key));
    settings.applyToAllUnaryMethods(method -> {
      method.setRetryableCodes();
      return null;
    });
    client = SecretManagerServiceClient.create(settings.build());
  }

  @AfterEach
  void close() {
    client.close();
    google.close();
  }

  private Secret create(String id) {
    return client.createSecret(
        CreateSecretRequest.newBuilder()
            .setParent(PROJECT.toString())
            .setSecretId(id)
            .setSecret(
                Secret.newBuilder()
                    .setReplication(
                        Replication.newBuilder()
                            .setAutomatic(Replication.Automatic.getDefaultInstance()))
                    .putAnnotations("team", "shop"))
            .build());
  }

  private SecretVersion add(String text) {
    byte[] data = text.getBytes(UTF_8);
    return client.addSecretVersion(
        AddSecretVersionRequest.newBuilder()
            .setParent(DB.toString())
            .setPayload(
                SecretPayload.newBuilder()
                    .setData(ByteString.copyFrom(data))
                    .setDataCrc32C(Long.parseLong(ValueBody.checksum(data))))
            .build());
  }

  /** Number of a version, id of a secret. */
  private static String end(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  private String read(String version) {
    SecretPayload payload =
        client
            .accessSecretVersion(SecretVersionName.of(FakeGoogle.PROJECT, "db", version))
            .getPayload();
    assertThat(Long.toString(payload.getDataCrc32C()))
        .isEqualTo(ValueBody.checksum(payload.getData().toByteArray()));
    return payload.getData().toStringUtf8();
  }

  /** Over REST the client tells by the status alone: 400 is INVALID_ARGUMENT, 409 is ABORTED. */
  private static void assertFails(StatusCode.Code code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ApiException.class,
            failed -> assertThat(failed.getStatusCode().getCode()).isEqualTo(code));
  }

  @Test
  void aSecretIsMadeFilledReadAndMarked() {
    assertThat(create("db").getAnnotationsMap()).containsEntry("team", "shop");
    assertThat(end(add("one").getName())).isEqualTo("1");
    assertThat(add("two").getState()).isEqualTo(SecretVersion.State.ENABLED);
    assertThat(read("latest")).isEqualTo("two");
    assertThat(read("1")).isEqualTo("one");
    Secret marked =
        client.updateSecret(
            Secret.newBuilder()
                .setName(DB.toString())
                .putAnnotations("keyturn-owner", "a/b")
                .build(),
            FieldMask.newBuilder().addPaths("annotations").build());
    assertThat(marked.getAnnotationsMap()).containsOnlyKeys("keyturn-owner");
    assertThat(client.getSecret(DB).getEtag()).isEqualTo(marked.getEtag());
  }

  /** Where it stands is its region: it has no replication. */
  @Test
  void aSecretOfARegionIsAnotherOne() {
    create("db");
    add("global");
    String region = PROJECT + "/locations/europe-west3";
    Secret made =
        client.createSecret(
            CreateSecretRequest.newBuilder()
                .setParent(region)
                .setSecretId("db")
                .setSecret(Secret.getDefaultInstance())
                .build());
    assertThat(made.getName()).endsWith("/locations/europe-west3/secrets/db");
    client.addSecretVersion(
        AddSecretVersionRequest.newBuilder()
            .setParent(region + "/secrets/db")
            .setPayload(SecretPayload.newBuilder().setData(ByteString.copyFromUtf8("regional")))
            .build());
    assertThat(
            client
                .accessSecretVersion(region + "/secrets/db/versions/latest")
                .getPayload()
                .getData()
                .toStringUtf8())
        .isEqualTo("regional");
    assertThat(read("latest")).isEqualTo("global");
    assertThat(client.listSecrets(region).iterateAll()).hasSize(1);
  }

  @Test
  void pagesHoldEveryName() {
    List<String> expected = new ArrayList<>();
    for (int i = 100; i < 125; i++) {
      google.put("n" + i, "v");
      expected.add("n" + i);
    }
    List<String> names = new ArrayList<>();
    client
        .listSecrets(
            ListSecretsRequest.newBuilder().setParent(PROJECT.toString()).setPageSize(10).build())
        .iterateAll()
        .forEach(secret -> names.add(end(secret.getName())));
    assertThat(names).isEqualTo(expected);
  }

  @Test
  void pagesOfVersionsBeginWithTheNewestAndMayHoldTheEnabledAlone() {
    create("db");
    for (String text : List.of("one", "two", "three")) {
      add(text);
    }
    assertThat(versions("")).containsExactly("3", "2", "1");
    client.disableSecretVersion(SecretVersionName.of(FakeGoogle.PROJECT, "db", "2"));
    assertThat(versions("state:ENABLED")).containsExactly("3", "1");
  }

  private List<String> versions(String filter) {
    List<String> numbers = new ArrayList<>();
    client
        .listSecretVersions(
            ListSecretVersionsRequest.newBuilder()
                .setParent(DB.toString())
                .setPageSize(1)
                .setFilter(filter)
                .build())
        .iterateAll()
        .forEach(version -> numbers.add(end(version.getName())));
    return numbers;
  }

  /** A status 400 over REST; under the etag of now the same is done. */
  @Test
  void anEtagOfBeforeIsRefused() {
    create("db");
    String etag = add("one").getEtag();
    SecretVersionName first = SecretVersionName.of(FakeGoogle.PROJECT, "db", "1");
    String now = client.disableSecretVersion(first).getEtag();
    assertFails(StatusCode.Code.INVALID_ARGUMENT, () -> enable(first, etag));
    assertFails(StatusCode.Code.INVALID_ARGUMENT, () -> destroy(first, etag));
    assertThat(client.getSecretVersion(first).getEtag()).isEqualTo(now);
    String enabled = enable(first, now).getEtag();
    assertThat(read("latest")).isEqualTo("one");
    assertThat(destroy(first, enabled).getState()).isEqualTo(SecretVersion.State.DESTROYED);
  }

  private SecretVersion enable(SecretVersionName name, String etag) {
    return client.enableSecretVersion(
        EnableSecretVersionRequest.newBuilder().setName(name.toString()).setEtag(etag).build());
  }

  private SecretVersion destroy(SecretVersionName name, String etag) {
    return client.destroySecretVersion(
        DestroySecretVersionRequest.newBuilder().setName(name.toString()).setEtag(etag).build());
  }

  @Test
  void theListSaysWhatBecameOfEachVersion() {
    create("db");
    for (String text : List.of("one", "two", "three")) {
      add(text);
    }
    client.disableSecretVersion(version("3"));
    client.destroySecretVersion(version("1"));
    assertThat(client.listSecretVersions(DB).iterateAll())
        .allSatisfy(version -> assertThat(version.getCreateTime().getSeconds()).isPositive())
        .extracting(SecretVersion::getState)
        .containsExactly(
            SecretVersion.State.DISABLED,
            SecretVersion.State.ENABLED,
            SecretVersion.State.DESTROYED);
    assertFails(StatusCode.Code.NOT_FOUND, () -> client.getSecretVersion(version("9")));
  }

  private static SecretVersionName version(String number) {
    return SecretVersionName.of(FakeGoogle.PROJECT, "db", number);
  }

  @Test
  void aDestructionCanBePutOffAndCalledOff() {
    create("db");
    add("one");
    google.secrets.destroyAfter("db", Duration.ofDays(1));
    assertThat(client.getSecret(DB).getVersionDestroyTtl().getSeconds()).isEqualTo(24 * 60 * 60);
    SecretVersion ending = client.destroySecretVersion(version("1"));
    assertThat(ending.getState()).isEqualTo(SecretVersion.State.DISABLED);
    assertThat(ending.hasScheduledDestroyTime()).isTrue();
    SecretVersion enabled = client.enableSecretVersion(version("1"));
    assertThat(enabled.hasScheduledDestroyTime()).isFalse();
    assertThat(read("latest")).isEqualTo("one");
  }

  @Test
  void aValueIsCheckedOnItsWay() {
    create("db");
    assertFails(
        StatusCode.Code.INVALID_ARGUMENT,
        () ->
            client.addSecretVersion(
                AddSecretVersionRequest.newBuilder()
                    .setParent(DB.toString())
                    .setPayload(
                        SecretPayload.newBuilder()
                            .setData(ByteString.copyFromUtf8("one"))
                            .setDataCrc32C(1))
                    .build()));
  }

  @Test
  void aVersionIsDisabledEnabledAndDestroyed() {
    create("db");
    add("one");
    SecretVersionName first = SecretVersionName.of(FakeGoogle.PROJECT, "db", "1");
    assertThat(client.disableSecretVersion(first).getState())
        .isEqualTo(SecretVersion.State.DISABLED);
    assertFails(StatusCode.Code.INVALID_ARGUMENT, () -> read("latest"));
    client.enableSecretVersion(first);
    assertThat(read("latest")).isEqualTo("one");
    assertThat(client.destroySecretVersion(first).getState())
        .isEqualTo(SecretVersion.State.DESTROYED);
    assertFails(StatusCode.Code.INVALID_ARGUMENT, () -> read("latest"));
    assertFails(StatusCode.Code.INVALID_ARGUMENT, () -> client.enableSecretVersion(first));
    assertThat(client.listSecretVersions(DB).iterateAll())
        .extracting(SecretVersion::getState)
        .containsExactly(SecretVersion.State.DESTROYED);
  }

  @Test
  void failuresAreThoseThatTheClientKnows() {
    create("db");
    assertFails(StatusCode.Code.ABORTED, () -> create("db"));
    assertFails(StatusCode.Code.NOT_FOUND, () -> read("latest"));
    add("one");
    assertFails(StatusCode.Code.NOT_FOUND, () -> read("7"));
    google.deny("db");
    assertFails(StatusCode.Code.PERMISSION_DENIED, () -> read("latest"));
    GoogleMessages.Reply throttled =
        GoogleMessages.error(429, "RESOURCE_EXHAUSTED", "Quota exceeded.");
    google.next((request, peer) -> peer.json(throttled.status(), throttled.body()));
    assertFails(StatusCode.Code.RESOURCE_EXHAUSTED, () -> client.getSecret(DB));
  }

  @Test
  void theClientLogsInAgainWhereItsTokenIsNoneAnyMore() {
    create("db");
    assertThat(google.logins()).isEqualTo(1);
    google.expireTokens();
    assertThat(client.getSecret(DB).getAnnotationsMap()).containsEntry("team", "shop");
    assertThat(google.logins()).isEqualTo(2);
  }

  @Test
  void aDeletedSecretIsGone() {
    create("db");
    add("one");
    client.deleteSecret(DB);
    assertFails(StatusCode.Code.NOT_FOUND, () -> read("latest"));
    create("db");
    assertThat(end(add("again").getName())).isEqualTo("1");
  }
}
