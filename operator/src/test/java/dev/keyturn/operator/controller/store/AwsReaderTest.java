package dev.keyturn.operator.controller.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.AwsAccessKey;
import dev.keyturn.crds.v1alpha1.AwsAuth;
import dev.keyturn.crds.v1alpha1.AwsProvider;
import dev.keyturn.crds.v1alpha1.AwsWebIdentity;
import dev.keyturn.crds.v1alpha1.KeyReference;
import dev.keyturn.crds.v1alpha1.ServiceAccountReference;
import dev.keyturn.crds.v1alpha1.StoreKind;
import dev.keyturn.crds.v1alpha1.StoreProvider;
import dev.keyturn.operator.provider.ConfigProblem;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.aws.AwsProviderFactory;
import dev.keyturn.operator.source.http.EndpointPolicy;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AwsReaderTest {
  private static final String ROLE = "arn:aws:iam::123456789012:role/shop";
  private static final StoreKey OWN = new StoreKey(StoreKind.SecretStore, "shop", "aws");
  private static final StoreKey SHARED = new StoreKey(StoreKind.ClusterSecretStore, "", "aws");

  private final AwsReader reader =
      new AwsReader(
          new AwsProviderFactory(InstantSource.fixed(Instant.EPOCH)),
          EndpointPolicy.of(List.of("https://*"), Set.of()));
  private final StoreConfigReader.Problems problems = new StoreConfigReader.Problems();

  private Optional<ProviderConfigs.Chosen> read(StoreKey store, AwsProvider aws) {
    return reader.read(
        new StoreProvider(null, null, null, aws, null, null),
        new StoreConfigReader.Owner(store),
        problems);
  }

  private static AwsProvider aws(AwsAuth auth) {
    return new AwsProvider(null, "eu-west-1", null, auth);
  }

  private static AwsAuth keys(@Nullable String namespace) {
    KeyReference id = new KeyReference("aws", "id", namespace);
    KeyReference secret = new KeyReference("aws", "secret", namespace);
    return new AwsAuth(new AwsAccessKey(id, secret, null), null);
  }

  private static AwsAuth role(@Nullable String namespace) {
    return new AwsAuth(
        null, new AwsWebIdentity(new ServiceAccountReference("app", namespace, null), ROLE));
  }

  private void assertWrong(String field, FailureDetail detail) {
    assertThat(problems.list())
        .extracting(ConfigProblem::field, ConfigProblem::detail)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(field, detail));
  }

  @Test
  void keysAreReferencesOfTheStoresNamespace() {
    ProviderConfigs.Chosen chosen = read(OWN, aws(keys(null))).orElseThrow();
    assertThat(chosen.secrets()).containsOnlyKeys("accessKeyID", "secretAccessKey");
    assertThat(chosen.secrets().values())
        .allSatisfy(key -> assertThat(key.reference().namespace()).isEqualTo("shop"));
    assertThat(chosen.account()).isEmpty();
  }

  @Test
  void aRolesAccountIsTheStoresOwn() {
    assertThat(read(OWN, aws(role(null))).orElseThrow().account())
        .contains(new StoreConfig.Account(Optional.of("shop"), "app"));
  }

  @Test
  void aSharedStoreLogsInAsTheNamespaceOfTheSyncUnlessItNamesOne() {
    assertThat(read(SHARED, aws(role(null))).orElseThrow().account())
        .contains(new StoreConfig.Account(Optional.empty(), "app"));
    assertThat(read(SHARED, aws(role("keyturn"))).orElseThrow().account())
        .contains(new StoreConfig.Account(Optional.of("keyturn"), "app"));
  }

  @Test
  void aNamespacedStoreNamesNoAccountOfAnotherNamespace() {
    assertThat(read(OWN, aws(role("other")))).isEmpty();
    assertWrong("provider.aws.auth.jwt.serviceAccountRef.namespace", FailureDetail.FIELD);
  }

  @Test
  void anEndpointMustBeOneThatTheOperatorMayReach() {
    assertThat(read(OWN, new AwsProvider(null, "eu-west-1", "http://aws.example", keys(null))))
        .isEmpty();
    assertWrong("provider.aws.endpoint", FailureDetail.ENDPOINT);
  }

  @Test
  void noMethodAndTwoMethodsAreRefused() {
    assertThat(read(OWN, aws(new AwsAuth(null, null)))).isEmpty();
    assertWrong("provider.aws.auth", FailureDetail.FIELD);
    AwsAuth both = new AwsAuth(keys(null).secretRef(), role(null).jwt());
    assertThat(read(OWN, aws(both))).isEmpty();
  }

  @Test
  void aServiceThatIsNotThereIsRefused() {
    assertThat(read(OWN, new AwsProvider("ParameterStore", "eu-west-1", null, keys(null))))
        .isEmpty();
    assertWrong("provider.aws.service", FailureDetail.FIELD);
  }
}
