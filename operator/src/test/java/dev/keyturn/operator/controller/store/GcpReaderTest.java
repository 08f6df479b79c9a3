package dev.keyturn.operator.controller.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.GcpAuth;
import dev.keyturn.crds.v1alpha1.GcpMetadata;
import dev.keyturn.crds.v1alpha1.GcpProvider;
import dev.keyturn.crds.v1alpha1.GcpServiceAccountKey;
import dev.keyturn.crds.v1alpha1.GcpWorkloadIdentity;
import dev.keyturn.crds.v1alpha1.KeyReference;
import dev.keyturn.crds.v1alpha1.ServiceAccountReference;
import dev.keyturn.crds.v1alpha1.StoreKind;
import dev.keyturn.crds.v1alpha1.StoreProvider;
import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.ConfigProblem;
import dev.keyturn.operator.provider.Credentials;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.gcp.GcpProviderFactory;
import dev.keyturn.operator.provider.gcp.MetadataServer;
import dev.keyturn.operator.source.http.EndpointPolicy;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GcpReaderTest {
  private static final String POOL =
      "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/a/providers/b";
  private static final StoreKey OWN = new StoreKey(StoreKind.SecretStore, "shop", "gcp");
  private static final StoreKey SHARED = new StoreKey(StoreKind.ClusterSecretStore, "", "gcp");

  private final List<BackendHttp.Request> sent = new ArrayList<>();
  private final BackendHttp http = new Recording();
  private final GcpReader reader =
      new GcpReader(
          new GcpProviderFactory(
              InstantSource.fixed(Instant.EPOCH),
              new MetadataServer(URI.create("http://169.254.169.254"), () -> http)),
          EndpointPolicy.of(List.of("https://*"), Set.of()));
  private final StoreConfigReader.Problems problems = new StoreConfigReader.Problems();

  private final class Recording implements BackendHttp {
    @Override
    public Outcome<Answer> send(Request request, Deadline deadline) {
      sent.add(request);
      return Outcome.failed(FailureClass.Unavailable);
    }

    @Override
    public void close() {}
  }

  private Optional<ProviderConfigs.Chosen> read(StoreKey store, GcpProvider gcp) {
    return reader.read(
        new StoreProvider(null, null, null, null, gcp, null, null, null, null, null, null),
        new StoreConfigReader.Owner(store),
        problems);
  }

  private static GcpProvider gcp(GcpAuth auth) {
    return new GcpProvider("shop-prod", null, null, null, auth, null);
  }

  private static GcpAuth key(@Nullable String namespace) {
    return new GcpAuth(
        new GcpServiceAccountKey(new KeyReference("gcp", "key.json", namespace)), null, null);
  }

  private static GcpAuth pool(@Nullable String namespace) {
    return identity(
        new GcpWorkloadIdentity(
            new ServiceAccountReference("app", namespace, null), null, null, null, POOL, null));
  }

  private static GcpAuth identity(GcpWorkloadIdentity identity) {
    return new GcpAuth(null, identity, null);
  }

  private static GcpAuth metadata() {
    return new GcpAuth(null, null, new GcpMetadata());
  }

  private void assertWrong(String field, FailureDetail detail) {
    assertThat(problems.list())
        .extracting(ConfigProblem::field, ConfigProblem::detail)
        .contains(Tuple.tuple(field, detail));
  }

  /** What the login says to the token service, and which audience it asks a token for. */
  private String exchanged(ProviderConfigs.Chosen chosen) {
    List<String> audiences = new ArrayList<>();
    Credentials credentials =
        new Credentials(
            Map.of(),
            Optional.of((audience, lifetime, deadline) -> {
              audiences.add(audience);
              return Outcome.ok(SecretBytes.ofText("jwt"));
            }));
    List<String> bodies = new ArrayList<>();
    BackendHttp once =
        new BackendHttp() {
          @Override
          public Outcome<Answer> send(Request request, Deadline deadline) {
            bodies.add(request.body().orElseThrow().withText(text -> text));
            return Outcome.failed(FailureClass.Unavailable);
          }

          @Override
          public void close() {}
        };
    try (ProviderClient client = chosen.opener().open(credentials, once)) {
      assertThat(client.login(Deadline.after(Duration.ofSeconds(5))))
          .isEqualTo(Outcome.failed(FailureClass.Unavailable));
    }
    return audiences.getFirst() + " " + bodies.getFirst();
  }

  @Test
  void theKeyIsAReferenceOfTheStoresNamespace() {
    ProviderConfigs.Chosen chosen = read(OWN, gcp(key(null))).orElseThrow();
    assertThat(chosen.secrets()).containsOnlyKeys("key");
    assertThat(chosen.secrets().values())
        .allSatisfy(key -> assertThat(key.reference().namespace()).isEqualTo("shop"));
    assertThat(chosen.account()).isEmpty();
  }

  @Test
  void aPoolIsAskedWithATokenForItself() {
    ProviderConfigs.Chosen chosen = read(OWN, gcp(pool(null))).orElseThrow();
    assertThat(chosen.account()).contains(new StoreConfig.Account(Optional.of("shop"), "app"));
    assertThat(exchanged(chosen)).startsWith("https:" + POOL + " ").contains("\"" + POOL + "\"");
  }

  @Test
  void aClusterOfGkeIsAProviderOfItsProjectsPool() {
    GcpWorkloadIdentity own =
        new GcpWorkloadIdentity(
            new ServiceAccountReference("app", null, null),
            "prod",
            "europe-west3",
            null,
            null,
            null);
    assertThat(exchanged(read(OWN, gcp(identity(own))).orElseThrow()))
        .startsWith("shop-prod.svc.id.goog ")
        .contains(
            "\"identitynamespace:shop-prod.svc.id.goog:https://container.googleapis.com/v1"
                + "/projects/shop-prod/locations/europe-west3/clusters/prod\"");
    GcpWorkloadIdentity elsewhere =
        new GcpWorkloadIdentity(
            new ServiceAccountReference("app", null, List.of("mine")),
            "prod",
            "europe-west3",
            "fleet",
            null,
            null);
    assertThat(exchanged(read(OWN, gcp(identity(elsewhere))).orElseThrow()))
        .startsWith("mine ")
        .contains("identitynamespace:fleet.svc.id.goog:");
  }

  @Test
  void aSharedStoreLogsInAsTheNamespaceOfTheSyncUnlessItNamesOne() {
    assertThat(read(SHARED, gcp(pool(null))).orElseThrow().account())
        .contains(new StoreConfig.Account(Optional.empty(), "app"));
    assertThat(read(SHARED, gcp(pool("keyturn"))).orElseThrow().account())
        .contains(new StoreConfig.Account(Optional.of("keyturn"), "app"));
  }

  @Test
  void aNamespacedStoreNamesNoAccountOfAnotherNamespace() {
    assertThat(read(OWN, gcp(pool("other")))).isEmpty();
    assertWrong(
        "provider.gcp.auth.workloadIdentity.serviceAccountRef.namespace", FailureDetail.FIELD);
  }

  @Test
  void theOperatorsIdentityIsForSharedStoresAlone() {
    assertThat(read(OWN, gcp(metadata()))).isEmpty();
    assertWrong("provider.gcp.auth.metadata", FailureDetail.FIELD);
  }

  @Test
  void theMetadataServerIsAskedThroughAClientOfItsOwn() {
    ProviderConfigs.Chosen chosen = read(SHARED, gcp(metadata())).orElseThrow();
    try (ProviderClient client = chosen.opener().open(Credentials.none(), refusing())) {
      assertThat(client.loginMethod()).isEqualTo("metadata");
      assertThat(client.login(Deadline.after(Duration.ofSeconds(5))))
          .isEqualTo(Outcome.failed(FailureClass.Unavailable));
    }
    assertThat(sent).hasSize(1);
    assertThat(sent.getFirst().uri())
        .hasToString(
            "http://169.254.169.254/computeMetadata/v1/instance/service-accounts/default/token");
  }

  private static BackendHttp refusing() {
    return new BackendHttp() {
      @Override
      public Outcome<Answer> send(Request request, Deadline deadline) {
        throw new AssertionError("the store's own client was used");
      }

      @Override
      public void close() {}
    };
  }

  @Test
  void anEndpointMustBeOneThatTheOperatorMayReach() {
    GcpProvider plain =
        new GcpProvider("shop-prod", null, "http://gcp.example", null, key(null), null);
    assertThat(read(OWN, plain)).isEmpty();
    assertWrong("provider.gcp.endpoint", FailureDetail.ENDPOINT);
  }

  @Test
  void noMethodAndTwoMethodsAreRefused() {
    assertThat(read(OWN, gcp(new GcpAuth(null, null, null)))).isEmpty();
    assertWrong("provider.gcp.auth", FailureDetail.FIELD);
    GcpAuth both = new GcpAuth(key(null).secretRef(), pool(null).workloadIdentity(), null);
    assertThat(read(OWN, gcp(both))).isEmpty();
  }

  @Test
  void aClusterWithoutALocationAndAClusterBesideAPoolAreRefused() {
    ServiceAccountReference app = new ServiceAccountReference("app", null, null);
    assertThat(
            read(OWN, gcp(identity(new GcpWorkloadIdentity(app, "prod", null, null, null, null)))))
        .isEmpty();
    assertWrong("provider.gcp.auth.workloadIdentity", FailureDetail.FIELD);
    assertThat(
            read(
                OWN,
                gcp(identity(new GcpWorkloadIdentity(app, "prod", "europe", null, POOL, null)))))
        .isEmpty();
  }

  @Test
  void aPolicyThatIsNoneIsRefused() {
    assertThat(read(OWN, new GcpProvider("shop-prod", null, null, null, key(null), "Newest")))
        .isEmpty();
    assertWrong("provider.gcp.secretVersionSelectionPolicy", FailureDetail.FIELD);
  }
}
