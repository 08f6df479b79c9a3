package dev.keyturn.operator.provider.vault;

import static dev.keyturn.operator.provider.vault.VaultFixture.ample;
import static dev.keyturn.operator.provider.vault.VaultFixture.failure;
import static dev.keyturn.operator.provider.vault.VaultFixture.newest;
import static dev.keyturn.operator.provider.vault.VaultFixture.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.ChangeFeed;
import dev.keyturn.operator.provider.ConfigProblem;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.ProbeReport;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.RotateNow;
import dev.keyturn.operator.provider.RotationState;
import dev.keyturn.operator.provider.RotationTicket;
import dev.keyturn.operator.provider.Session;
import dev.keyturn.operator.provider.VersionMark;
import dev.keyturn.operator.provider.VersionStamp;
import dev.keyturn.operator.provider.vault.VaultConfig.KeyValueVersion;
import dev.keyturn.proof.Fault;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What the contract does not ask: given tokens, a sealed server, the wrong version of the engine.
 */
abstract class RealServerCases extends RealServerMarkCases {

  RealServerCases(VaultServer server) {
    super(server);
  }

  private String token(String body) {
    return vault.admin("POST", "auth/token/create", body).at("/auth/client_token").asText();
  }

  @Test
  void aFreeServerSaysThatItHasNoEvents() {
    VaultConfig config =
        new VaultConfig(
            vault.uri(),
            "secret",
            KeyValueVersion.V2,
            Optional.empty(),
            Optional.empty(),
            new VaultAuth.Token(),
            RequestHeaders.NONE,
            true);
    try (ProviderClient root = client(config, Map.of(VaultAuth.TOKEN, "root"))) {
      Session session = value(root.login(ample()));
      ChangeFeed feed = root.changes().orElseThrow();
      assertThat(failure(feed.subscribe(session, ample(), new Deaf())).kind())
          .isEqualTo(FailureClass.NotFound);
    }
  }

  private static final class Deaf implements ChangeFeed.Listener {
    @Override
    public void changed(String key) {}

    @Override
    public void ended() {}
  }

  @Test
  void givenTokensEndAsTheServerSays() {
    try (ProviderClient root = client("root", "secret", KeyValueVersion.V2)) {
      Session session = value(root.login(ample()));
      assertThat(session.expires()).isEmpty();
      assertThat(session.renewable()).isFalse();
    }
    try (ProviderClient renewable =
        client(token("{\"ttl\":\"30m\"}"), "secret", KeyValueVersion.V2)) {
      Session session = value(renewable.login(ample()));
      assertThat(session.expires()).isPresent();
      assertThat(session.renewable()).isTrue();
      Session renewed = value(renewable.renew(session, ample()));
      assertThat(renewed.expires()).isPresent();
      assertThat(renewed.ownedByUs()).isFalse();
      value(renewable.revoke(session, ample()));
      value(renewable.login(ample()));
    }
    try (ProviderClient few = client(token("{\"num_uses\":3}"), "secret", KeyValueVersion.V2)) {
      assertThat(failure(few.login(ample())).kind()).isEqualTo(FailureClass.AuthFailed);
    }
    try (ProviderClient wrong = client("hvs.wrong", "secret", KeyValueVersion.V2)) {
      assertThat(failure(wrong.login(ample())).kind()).isEqualTo(FailureClass.AuthFailed);
    }
  }

  @Fault(value = "V1", on = Fault.Tier.R)
  @Test
  void aSealedServerIsUnavailableAndItsProbeSaysWhy() {
    try (ProviderClient client = client("root", "secret", KeyValueVersion.V2)) {
      Session session = value(client.login(ample()));
      vault.admin("POST", "sys/seal", "");

      assertThat(failure(client.read(newest("app"), new Call(session, ample(), "a"))).kind())
          .isEqualTo(FailureClass.Unavailable);
      assertThat(failure(client.login(ample())).kind()).isEqualTo(FailureClass.Unavailable);
      assertThat(value(client.probe(ample())))
          .isEqualTo(new ProbeReport(Optional.of(server.program().version()), true, false));
    }
  }

  @Test
  void aPathOfVersionOneOnAMountOfVersionTwoIsNoDeletion() {
    vault.admin("POST", "secret/data/app", "{\"data\":{\"v\":\"1\"}}");
    try (ProviderClient client = client("root", "secret", KeyValueVersion.V1)) {
      Session session = value(client.login(ample()));

      assertThat(failure(client.read(newest("app"), new Call(session, ample(), "a"))))
          .isEqualTo(
              Failure.of(FailureClass.NotFound, FailureDetail.CONTAINER_MISSING).withStatus(404));
    }
  }

  @Test
  void aWrongVersionIsToldAndNotTakenForADeletion() {
    String first = vault.mount(KeyValueVersion.V1);
    String second = vault.mount(KeyValueVersion.V2);
    vault.policy(
        "path \"%s/app\" {capabilities=[\"read\"]}\npath \"%s/data/app\" {capabilities=[\"read\"]}"
            .formatted(first, second));
    String reader = token("{\"policies\":[\"shop\"]}");

    assertThat(verify(reader, first, KeyValueVersion.V1)).isEmpty();
    assertThat(verify(reader, second, KeyValueVersion.V2)).isEmpty();
    assertThat(verify(reader, first, KeyValueVersion.V2))
        .containsExactly(
            new ConfigProblem(
                "provider.vault.version",
                FailureDetail.FIELD,
                "says v2, but the mount is of version 1"));
    assertThat(verify(reader, second, KeyValueVersion.V1))
        .containsExactly(
            new ConfigProblem(
                "provider.vault.version",
                FailureDetail.FIELD,
                "says v1, but the mount is of version 2"));
    assertThat(verify(reader, "cubbyhole", KeyValueVersion.V1))
        .extracting(ConfigProblem::field)
        .containsExactly("provider.vault.path");
  }

  @Test
  void aMountThatThePolicyHidesOrThatIsNotThereIsNoProblem() {
    String hidden = vault.mount(KeyValueVersion.V1);
    String reader = token("{\"policies\":[\"default\"]}");

    assertThat(verify(reader, hidden, KeyValueVersion.V2)).isEmpty();
    assertThat(verify("root", "absent", KeyValueVersion.V2)).isEmpty();
  }

  private static Optional<VersionMark> mark(ProviderClient client, Session session) {
    return value(client.versions().orElseThrow().newest("app", new Call(session, ample(), "a")));
  }

  @Test
  void metadataTellsTheVersionThatAReadTellsAndNothingOfADeletedOne() {
    vault.admin("POST", "secret/data/app", "{\"data\":{\"v\":\"1\"}}");
    vault.admin("POST", "secret/data/app", "{\"data\":{\"v\":\"2\"}}");
    vault.admin("POST", "secret/metadata/app", "{\"custom_metadata\":{\"team\":\"shop\"}}");
    try (ProviderClient client = client("root", "secret", KeyValueVersion.V2)) {
      Session session = value(client.login(ample()));
      VersionMark alive = mark(client, session).orElseThrow();
      try (RemoteValue read = value(client.read(newest("app"), new Call(session, ample(), "a")))) {
        assertThat(alive).isEqualTo(new VersionMark(read.version().orElseThrow(), read.tags()));
      }
      assertThat(alive.stamp().created()).isPresent();
      assertThat(alive.tags()).containsExactly(Map.entry("team", "shop"));

      vault.admin("POST", "secret/delete/app", "{\"versions\":[2]}");
      assertThat(mark(client, session)).isEmpty();
      vault.admin("POST", "secret/undelete/app", "{\"versions\":[2]}");
      assertThat(mark(client, session)).contains(alive);
      vault.admin("POST", "secret/destroy/app", "{\"versions\":[2]}");
      assertThat(mark(client, session)).isEmpty();

      vault.admin("DELETE", "secret/metadata/app", "");
      assertThat(
              failure(
                      client
                          .versions()
                          .orElseThrow()
                          .newest("app", new Call(session, ample(), "a")))
                  .kind())
          .isEqualTo(FailureClass.NotFound);
      vault.admin("POST", "secret/data/app", "{\"data\":{\"v\":\"1\"}}");
      vault.admin("POST", "secret/data/app", "{\"data\":{\"v\":\"2\"}}");
      assertThat(mark(client, session).orElseThrow().stamp().id()).isEqualTo("2");
      assertThat(mark(client, session)).isPresent().get().isNotEqualTo(alive);
    }
  }

  @Test
  void aVersionThatEndsAtATimeIsLeftToTheRead() {
    vault.admin("POST", "secret/metadata/app", "{\"delete_version_after\":\"1h\"}");
    vault.admin("POST", "secret/data/app", "{\"data\":{\"v\":\"1\"}}");
    try (ProviderClient client = client("root", "secret", KeyValueVersion.V2)) {
      assertThat(mark(client, value(client.login(ample())))).isEmpty();
    }
  }

  @Test
  void aPolicyWithoutMetadataIsADenialAndVersionOneHasNoVersions() {
    vault.admin("POST", "secret/data/app", "{\"data\":{\"v\":\"1\"}}");
    vault.policy("path \"secret/data/app\" {capabilities=[\"read\"]}");
    try (ProviderClient client =
        client(token("{\"policies\":[\"shop\"]}"), "secret", KeyValueVersion.V2)) {
      Call call = new Call(value(client.login(ample())), ample(), "a");
      value(client.read(newest("app"), call)).close();
      assertThat(failure(client.versions().orElseThrow().newest("app", call)).kind())
          .isEqualTo(FailureClass.AccessDenied);
    }
    try (ProviderClient first = client("root", "secret", KeyValueVersion.V1)) {
      assertThat(first.versions()).isEmpty();
    }
  }

  @Test
  void aTransitKeyIsRotatedOnceAndWhatItEncryptedIsStillDecrypted() {
    vault.admin("POST", "sys/mounts/seal", "{\"type\":\"transit\"}");
    vault.admin("POST", "seal/keys/app", "{}");
    String cipher =
        vault
            .admin("POST", "seal/encrypt/app", "{\"plaintext\":\"aGVsbG8=\"}")
            .at("/data/ciphertext")
            .asText();
    vault.policy(
        "path \"seal/keys/app\" {capabilities=[\"read\"]}\n"
            + "path \"seal/keys/app/rotate\" {capabilities=[\"update\"]}");
    try (ProviderClient client =
        client(token("{\"policies\":[\"shop\"]}"), "secret", KeyValueVersion.V1)) {
      Call call = new Call(value(client.login(ample())), ample(), "a");
      RotateNow rotations = client.rotateNow().orElseThrow();
      VersionStamp first = value(rotations.newest("transit:seal/keys/app", call));
      assertThat(first).isEqualTo(new VersionStamp("1", true, Optional.empty()));
      RemoteRef key = new RemoteRef("transit:seal/keys/app", Optional.of(first.id()));
      value(rotations.start(key, "id", call));
      RotationTicket again = value(rotations.start(key, "id", call));
      assertThat(value(rotations.state(again, call)))
          .isEqualTo(new RotationState.Done(new VersionStamp("2", true, Optional.empty())));
      assertThat(failure(rotations.newest("transit:seal/keys/never", call)).kind())
          .isEqualTo(FailureClass.AccessDenied);
    }
    try (ProviderClient root = client("root", "secret", KeyValueVersion.V1)) {
      Call call = new Call(value(root.login(ample())), ample(), "a");
      assertThat(failure(root.rotateNow().orElseThrow().newest("transit:seal/keys/never", call)))
          .isEqualTo(
              Failure.of(FailureClass.NotFound, FailureDetail.CONTAINER_MISSING).withStatus(404));
    }
    assertThat(
            vault
                .admin("POST", "seal/decrypt/app", "{\"ciphertext\":\"" + cipher + "\"}")
                .at("/data/plaintext")
                .asText())
        .isEqualTo("aGVsbG8=");
  }

  private List<ConfigProblem> verify(String token, String mount, KeyValueVersion version) {
    try (ProviderClient client = client(token, mount, version)) {
      return value(client.verify(new Call(value(client.login(ample())), ample(), "a")));
    }
  }
}
