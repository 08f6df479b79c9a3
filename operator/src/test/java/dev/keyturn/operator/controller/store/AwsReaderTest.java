package dev.keyturn.operator.controller.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.AwsAccessKey;
import dev.keyturn.crds.v1alpha1.AwsAuth;
import dev.keyturn.crds.v1alpha1.AwsDeletion;
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
          EndpointPolicy.of(List.of("https://*"), Set.of()),
          false);
  private final StoreConfigReader.Problems problems = new StoreConfigReader.Problems();

  private Optional<ProviderConfigs.Chosen> read(StoreKey store, AwsProvider aws) {
    return reader.read(
        new StoreProvider(null, null, null, aws, null, null, null, null, null, null, null),
        new StoreConfigReader.Owner(store),
        problems);
  }

  private static AwsProvider aws(@Nullable AwsAuth auth) {
    return aws(null, null, auth);
  }

  private static AwsProvider aws(
      @Nullable String service, @Nullable String endpoint, @Nullable AwsAuth auth) {
    return new AwsProvider(
        service, "eu-west-1", endpoint, null, null, null, null, auth, null, null);
  }

  private static AwsProvider roles(
      @Nullable String role, @Nullable String additional, @Nullable String externalId) {
    return new AwsProvider(
        null,
        "eu-west-1",
        null,
        role,
        additional == null ? null : List.of(additional),
        externalId,
        null,
        keys(null),
        null,
        null);
  }

  private static AwsProvider deletion(String service, AwsDeletion deletion) {
    return new AwsProvider(
        service, "eu-west-1", null, null, null, null, null, keys(null), deletion, null);
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
    assertThat(read(OWN, aws(null, "http://aws.example", keys(null)))).isEmpty();
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
    assertThat(read(OWN, aws("S3", null, keys(null)))).isEmpty();
    assertWrong("provider.aws.service", FailureDetail.FIELD);
  }

  @Test
  void bothServicesAreKnown() {
    assertThat(read(OWN, aws("SecretsManager", null, keys(null)))).isPresent();
    assertThat(read(OWN, aws("ParameterStore", null, keys(null)))).isPresent();
  }

  @Test
  void theOperatorsIdentityIsForSharedStores() {
    assertThat(read(SHARED, aws(null))).isPresent();
    assertThat(read(OWN, aws(null))).isEmpty();
    assertWrong("provider.aws.auth", FailureDetail.FIELD);
  }

  @Test
  void theOperatorsIdentityIsForAllWhereTheOperatorSaysSo() {
    assertThat(readByTheGenerous(OWN, aws(null))).isPresent();
  }

  @Test
  void aTenantCannotSendTheOperatorsTokensToAnAddressOfItsChoice() {
    AwsProvider elsewhere = aws(null, "https://collector.example", null);
    assertThat(readByTheGenerous(SHARED, elsewhere)).isPresent();
    assertThat(readByTheGenerous(OWN, elsewhere)).isEmpty();
    assertWrong("provider.aws.endpoint", FailureDetail.FIELD);
  }

  private Optional<ProviderConfigs.Chosen> readByTheGenerous(StoreKey store, AwsProvider aws) {
    AwsReader generous =
        new AwsReader(
            new AwsProviderFactory(InstantSource.fixed(Instant.EPOCH)),
            EndpointPolicy.of(List.of("https://*"), Set.of()),
            true);
    return generous.read(
        new StoreProvider(null, null, null, aws, null, null, null, null, null, null, null),
        new StoreConfigReader.Owner(store),
        problems);
  }

  @Test
  void whatBelongsToARoleNeedsOne() {
    assertThat(read(OWN, roles(ROLE, ROLE, "id"))).isPresent();
    assertThat(read(OWN, roles(null, ROLE, null))).isEmpty();
    assertWrong("provider.aws.role", FailureDetail.FIELD);
    assertThat(read(OWN, roles(null, null, "id"))).isEmpty();
  }

  @Test
  void howSecretsAreDeletedIsForSecretsManager() {
    AwsDeletion week = new AwsDeletion(null, 7);
    assertThat(read(OWN, deletion("SecretsManager", week))).isPresent();
    assertThat(read(OWN, deletion("ParameterStore", week))).isEmpty();
    assertWrong("provider.aws.secretsManager", FailureDetail.FIELD);
  }
}
