package dev.keyturn.operator.engine.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.ScopeLimits;
import dev.keyturn.crds.v1alpha1.ScopeNamespaces;
import dev.keyturn.crds.v1alpha1.TenantSecretScopeSpec;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IntervalFloorTest {

  private static TenantSecretScopeSpec scope(String namespace, @Nullable String least) {
    return new TenantSecretScopeSpec(
        "shop", null, new ScopeNamespaces(List.of(namespace)), null, null, new ScopeLimits(least));
  }

  @Test
  void theLongestOfTheScopesOfTheNamespaceCounts() {
    assertThat(
            IntervalFloor.of(
                "shop",
                Stream.of(
                    scope("shop", "1m"),
                    scope("shop", "10m"),
                    scope("other", "2h"),
                    scope("shop", null),
                    TenantSecretScopeSpec.UNREADABLE)))
        .isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void whereNoScopeSaysThereIsNone() {
    assertThat(IntervalFloor.of("shop", Stream.of(scope("other", "1m"), scope("shop", null))))
        .isZero();
  }

  @Test
  void whatIsNoDurationLimitsNothing() {
    assertThat(IntervalFloor.of("shop", Stream.of(scope("shop", "soon")))).isZero();
  }
}
