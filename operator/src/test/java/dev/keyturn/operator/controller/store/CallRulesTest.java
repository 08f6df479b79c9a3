package dev.keyturn.operator.controller.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.AwsProvider;
import dev.keyturn.crds.v1alpha1.SecretStoreSpec;
import dev.keyturn.crds.v1alpha1.StoreLimits;
import dev.keyturn.crds.v1alpha1.StoreProvider;
import dev.keyturn.operator.source.guard.CallLimits;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CallRulesTest {
  private static CallLimits limits(@Nullable String service, @Nullable StoreLimits said) {
    return limits("aws", service, said);
  }

  private static CallLimits limits(
      String provider, @Nullable String service, @Nullable StoreLimits said) {
    AwsProvider aws =
        new AwsProvider(service, "eu-west-1", null, null, null, null, null, null, null, null);
    SecretStoreSpec spec =
        new SecretStoreSpec(
            new StoreProvider(null, null, null, aws, null, null, null, null, null, null, null),
            null,
            null,
            null,
            null,
            null,
            null,
            said,
            null,
            null,
            null);
    return new CallRules(new StoreConfigReader.Problems()).limits(spec, provider);
  }

  @Test
  void theServicesOfAwsHaveRatesOfTheirOwn() {
    assertThat(limits(null, null)).isEqualTo(new CallLimits(20, 20, 32));
    assertThat(limits("SecretsManager", null)).isEqualTo(new CallLimits(20, 20, 32));
    assertThat(limits("ParameterStore", null)).isEqualTo(new CallLimits(10, 10, 32));
  }

  @Test
  void whatTheStoreSaysCounts() {
    assertThat(limits("ParameterStore", new StoreLimits(35, null, null)))
        .isEqualTo(new CallLimits(35, 35, 32));
  }

  @Test
  void aServerOfItsOwnBearsMoreCallsAtOnceThanAService() {
    assertThat(limits("vault", null, null)).isEqualTo(new CallLimits(500, 500, 64));
    assertThat(limits("gcp", null, null)).isEqualTo(new CallLimits(200, 200, 32));
    assertThat(limits("vault", null, new StoreLimits(null, null, 16)))
        .isEqualTo(new CallLimits(500, 500, 16));
  }
}
