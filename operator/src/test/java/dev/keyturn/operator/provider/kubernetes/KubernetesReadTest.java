package dev.keyturn.operator.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.devcluster.DevCluster;
import dev.keyturn.devcluster.DevClusterOptions;
import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Credentials;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Lister;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.Session;
import dev.keyturn.operator.provider.Standing;
import dev.keyturn.operator.provider.VersionLister;
import dev.keyturn.operator.provider.VersionMark;
import dev.keyturn.operator.provider.VersionStamp;
import dev.keyturn.operator.provider.Writer;
import dev.keyturn.operator.provider.testkit.Detour;
import dev.keyturn.operator.source.http.ScriptedServer;
import dev.keyturn.operator.source.http.TlsTrust;
import dev.keyturn.proof.Backend;
import dev.keyturn.proof.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What Secrets have that other backends do not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KubernetesReadTest {
  private final DevCluster cluster;
  private DevClusterBackend backend;
  private ProviderClient client;

  KubernetesReadTest() throws IOException {
    this.cluster = DevCluster.start(DevClusterOptions.defaults().withTls(false));
    this.backend = new DevClusterBackend(cluster);
    this.client = backend.open();
  }

  @BeforeEach
  void renew() {
    release();
    backend = new DevClusterBackend(cluster);
    client = backend.open();
  }

  @AfterEach
  void release() {
    client.close();
    backend.close();
  }

  @AfterAll
  void stop() {
    cluster.close();
  }

  private Call call() {
    return new Call(value(client.login(soon())), soon(), "test");
  }

  private static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(15));
  }

  private Outcome<RemoteValue> read(String key) {
    return client.read(new RemoteRef(key, Optional.empty()), call());
  }

  private static String text(Outcome<RemoteValue> outcome) {
    try (RemoteValue read = value(outcome)) {
      return read.payload().withText(text -> text);
    }
  }

  private static <T> T value(Outcome<T> outcome) {
    return switch (outcome) {
      case Outcome.Ok<T>(T value) -> value;
      case Outcome.Failed<T>(Failure failure) -> throw new AssertionError("failed " + failure);
    };
  }

  private static void assertFails(Outcome<?> outcome, FailureClass kind, FailureDetail detail) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> {
              assertThat(failed.failure().kind()).isEqualTo(kind);
              assertThat(failed.failure().detail()).isEqualTo(detail);
            });
  }

  @Test
  void credentialsOfTheClusterAreRefusedAndNotListed() {
    backend.putAccountToken("account-token");
    backend.put("join", "bootstrap.kubernetes.io/token", Map.of("token-secret", "c2VjcmV0"));
    backend.putObject("app", "{\"v\":\"1\"}");
    for (String name : List.of("account-token", "join")) {
      assertFails(read(name), FailureClass.InvalidData, FailureDetail.FIELD);
    }
    assertThat(
            value(
                    client
                        .lister()
                        .orElseThrow()
                        .list(Lister.Folder.of(""), Optional.empty(), call()))
                .secrets())
        .containsExactly("app");
  }

  @Test
  void aSecretWithoutKeysHoldsNoValue() {
    backend.put("none", "Opaque", Map.of());
    assertFails(read("none"), FailureClass.InvalidData, FailureDetail.EMPTY);
  }

  @Test
  void whatIsNoTextIsSpelledInBase64AndNotWrittenOver() {
    backend.put("keystore", "Opaque", Map.of("jks", "/u3+7Q==", "password", "cGFzcw=="));
    assertThat(text(read("keystore"))).isEqualTo("{\"jks\":\"/u3+7Q==\",\"password\":\"pass\"}");
    assertFails(writer().look("keystore", call()), FailureClass.InvalidData, FailureDetail.FIELD);
  }

  @Test
  void aVersionAndAnIllegalNameCostNoRequest() {
    Call call = call();
    int before = cluster.requests().all().size();
    assertFails(
        client.read(new RemoteRef("app", Optional.of("7")), call),
        FailureClass.InvalidData,
        FailureDetail.FIELD);
    for (String name : List.of("a/b", "..", "A", "a_b", "a".repeat(254), "")) {
      assertFails(
          client.read(new RemoteRef(name, Optional.empty()), call),
          FailureClass.InvalidData,
          FailureDetail.NAME_ILLEGAL);
    }
    assertThat(cluster.requests().all()).hasSize(before);
  }

  @Test
  void aTokenOfASecretIsTakenWithTheLineEndBehindIt() {
    backend.putObject("app", "{\"v\":\"1\"}");
    try (ProviderClient other = backend.openWithToken(backend.token() + "\n")) {
      Session session = value(other.login(soon()));
      assertThat(session.ownedByUs()).isFalse();
      assertThat(session.expires()).isEmpty();
      assertThat(
              text(
                  other.read(
                      new RemoteRef("app", Optional.empty()), new Call(session, soon(), "test"))))
          .isEqualTo("{\"v\":\"1\"}");
    }
  }

  @Test
  void aTokenOfAFormerAccountIsAuthFailedUntilTheNextLogin() {
    backend.putObject("app", "{\"v\":\"1\"}");
    Call before = call();
    backend.replaceAccount();
    assertFails(
        client.read(new RemoteRef("app", Optional.empty()), before),
        FailureClass.AuthFailed,
        FailureDetail.NONE);
    assertThat(text(read("app"))).isEqualTo("{\"v\":\"1\"}");
  }

  @Fault(value = "V5", backends = Backend.KUBERNETES)
  @Test
  void aSecretThatNoRoleAllowsIsAccessDenied() {
    String denial =
        """
        {"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "Forbidden", "code": 403,
         "message": "secrets is forbidden: User kt-canary-7f3a cannot get resource secrets"}
        """;
    try (ScriptedServer server = ScriptedServer.plain((request, peer) -> peer.json(403, denial));
        Detour detour = new Detour();
        ProviderClient denied = backend.openBehind(detour)) {
      Call call = new Call(value(denied.login(soon())), soon(), "test");
      detour.to(server, TlsTrust.system());
      Outcome<RemoteValue> read = denied.read(new RemoteRef("app", Optional.empty()), call);
      assertFails(read, FailureClass.AccessDenied, FailureDetail.NONE);
      assertThat(read.toString()).doesNotContain("canary");
    }
  }

  /** As with a ClusterRole for Secrets that is bound everywhere, and no right on namespaces. */
  @Test
  void aMissingSecretOfANamespaceThatMayNotBeSeenIsNoProofOfADeletion() {
    try (ScriptedServer server =
            ScriptedServer.plain((request, peer) -> {
              if (request.target().endsWith("/secrets/app")) {
                peer.json(404, status("NotFound", "secrets", 404));
              } else {
                peer.json(403, status("Forbidden", "namespaces", 403));
              }
            });
        Detour detour = new Detour();
        ProviderClient blind = backend.openBehind(detour)) {
      Call call = new Call(value(blind.login(soon())), soon(), "test");
      detour.to(server, TlsTrust.system());
      assertFails(
          blind.read(new RemoteRef("app", Optional.empty()), call),
          FailureClass.NotFound,
          FailureDetail.CONTAINER_UNKNOWN);
      assertThat(value(blind.writer().orElseThrow().look("app", call)))
          .isEqualTo(new Standing.Absent());
      assertThat(value(blind.verify(call))).isEmpty();
    }
  }

  private static String status(String reason, String kind, int code) {
    return """
    {"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "%s", "code": %d,
     "details": {"name": "app", "kind": "%s"}}
    """
        .formatted(reason, code, kind);
  }

  /** The token comes from the operator's own API server, not from the one that is read. */
  @Fault(value = "V7", backends = Backend.KUBERNETES)
  @Test
  void aTokenThatCannotBeRequestedIsNoRefusal() {
    Credentials.TokenSource down =
        (audience, lifetime, deadline) -> Outcome.failed(FailureClass.Unavailable);
    try (ProviderClient other =
        DevClusterBackend.FACTORY.open(
            backend.config, new Credentials(Map.of(), Optional.of(down)), backend.http)) {
      assertFails(other.login(soon()), FailureClass.Unavailable, FailureDetail.NONE);
    }
  }

  @Test
  void aNamespaceThatIsGoneIsAFaultOfTheConfiguration() {
    assertThat(value(client.verify(call()))).isEmpty();
    backend.loseContainer();
    assertThat(value(client.verify(call())))
        .singleElement()
        .satisfies(problem ->
            assertThat(problem.field()).isEqualTo("provider.kubernetes.remoteNamespace"));
  }

  @Test
  void aListOfVersionsIsAsReadsSayAndMovesNoValue() {
    backend.putObject("app", "{\"v\":\"kt-canary-7f3a\"}");
    backend.tag("app", Map.of("team", "shop"));
    value(writer().tag("app", Map.of("team", "shop", Standing.OWNER_TAG, "us/shop/db"), call()));
    backend.put("empty", "Opaque", Map.of());
    backend.putAccountToken("account-token");
    List<String> answers = new ArrayList<>();
    try (ProviderClient watched = backend.open(http -> new Overheard(http, answers))) {
      Call call = new Call(value(watched.login(soon())), soon(), "test");
      VersionLister lister = watched.versionLists().orElseThrow();
      VersionLister.Page page = value(lister.page(lister.group("app"), Optional.empty(), call));
      assertThat(page.next()).isEmpty();
      assertThat(page.newest()).containsOnlyKeys("app", "empty");
      try (RemoteValue read = value(read("app"))) {
        assertThat(page.newest())
            .containsEntry("app", new VersionMark(read.version().orElseThrow(), read.tags()));
      }
      assertThat(answers).isNotEmpty().noneMatch(text -> text.contains("a3QtY2FuYXJ5"));
    }
  }

  /** Notes the answers that pass. */
  private record Overheard(BackendHttp http, List<String> answers) implements BackendHttp {
    @Override
    public Outcome<Answer> send(Request request, Deadline deadline) {
      return http.send(request, deadline)
          .map(answer -> {
            answers.add(answer.body().withText(text -> text));
            return answer;
          });
    }

    @Override
    public Outcome<Upgrade> upgrade(UpgradeRequest request, Deadline deadline) {
      return http.upgrade(request, deadline);
    }

    @Override
    public void close() {}
  }

  @Test
  void aLongListGoesOnAfterItsFirstPage() {
    Map<String, String> data = Map.of("v", "MQ==");
    for (int i = 0; i < 501; i++) {
      backend.put("n" + i, "Opaque", data);
    }
    List<String> names = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    do {
      var page = value(client.lister().orElseThrow().list(Lister.Folder.of(""), cursor, call()));
      names.addAll(page.secrets());
      cursor = page.next();
    } while (cursor.isPresent());
    assertThat(names).hasSize(501).doesNotHaveDuplicates();
    Map<String, VersionMark> versions = new HashMap<>();
    VersionLister lister = client.versionLists().orElseThrow();
    do {
      VersionLister.Page page = value(lister.page(lister.group("n0"), cursor, call()));
      versions.putAll(page.newest());
      cursor = page.next();
    } while (cursor.isPresent());
    assertThat(versions).containsOnlyKeys(names);
  }

  private Writer writer() {
    return client.writer().orElseThrow();
  }

  private static SecretBytes json(String text) {
    return SecretBytes.ofText(text);
  }

  @Test
  void aDeletionTakesTheVersionThatWasLookedAtAndNoOther() {
    VersionStamp first = value(writer().createIfAbsent("app", json("{\"v\":\"1\"}"), call()));
    VersionStamp second =
        value(writer().compareAndSet("app", json("{\"v\":\"2\"}"), first, call()));
    assertFails(
        writer().delete("app", first, call()), FailureClass.Conflict, FailureDetail.CAS_MISMATCH);
    value(writer().delete("app", second, call()));
    assertThat(value(writer().look("app", call()))).isEqualTo(new Standing.Absent());
  }

  @Test
  void aWriteLeavesTypeLabelsAndMarkAndTakesAwayOldKeys() {
    backend.put("app", "example.com/own", Map.of("old", "MQ==", "v", "MQ=="));
    backend.tag("app", Map.of("team", "shop"));
    value(writer().tag("app", Map.of("team", "shop", Standing.OWNER_TAG, "us/shop/db"), call()));
    try (Standing there = value(writer().look("app", call()))) {
      VersionStamp newest = ((Standing.Present) there).value().version().orElseThrow();
      value(writer().compareAndSet("app", json("{\"v\":\"2\"}"), newest, call()));
    }
    var secret = backend.admin.secrets().inNamespace(backend.namespace).withName("app").get();
    assertThat(secret.getType()).isEqualTo("example.com/own");
    assertThat(secret.getData()).isEqualTo(Map.of("v", "Mg=="));
    assertThat(secret.getMetadata().getLabels()).isEqualTo(Map.of("team", "shop"));
    assertThat(secret.getMetadata().getAnnotations())
        .isEqualTo(Map.of("keyturn.dev/remote-owner", "us/shop/db"));
  }

  @Test
  void whatNoSecretCanHoldIsNotSent() {
    Call call = call();
    int before = cluster.requests().all().size();
    for (String payload :
        List.of("{\"v\":1}", "{\"v\":null}", "{\"v\":{\"w\":\"1\"}}", "[\"v\"]", "text")) {
      assertFails(
          writer().createIfAbsent("app", json(payload), call),
          FailureClass.InvalidData,
          FailureDetail.NONE);
    }
    assertFails(
        writer().createIfAbsent("app", json("{\"a/b\":\"1\"}"), call),
        FailureClass.InvalidData,
        FailureDetail.NAME_ILLEGAL);
    assertFails(
        writer()
            .createIfAbsent("app", json("{\"v\":\"" + "x".repeat(1024 * 1024 + 1) + "\"}"), call),
        FailureClass.InvalidData,
        FailureDetail.TOO_LARGE);
    assertThat(cluster.requests().all()).hasSize(before);
  }
}
