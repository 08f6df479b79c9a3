package dev.keyturn.operator.engine.tenancy;

import dev.keyturn.crds.v1alpha1.Durations;
import dev.keyturn.crds.v1alpha1.ScopeLimits;
import dev.keyturn.crds.v1alpha1.TenantSecretScopeSpec;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** The shortest refresh interval that scopes leave a namespace. */
public final class IntervalFloor {
  private IntervalFloor() {}

  /** The longest that a scope of the namespace names, bound or not; zero where none does. */
  public static Duration of(String namespace, Stream<TenantSecretScopeSpec> scopes) {
    return scopes
        .filter(scope -> scope.limits() != null)
        .filter(scope -> scope.namespaces().names().contains(namespace))
        .flatMap(scope -> Optional.ofNullable(scope.limits()).stream())
        .flatMap(limits -> least(limits).stream())
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  private static Optional<Duration> least(ScopeLimits limits) {
    return Optional.ofNullable(limits.minRefreshInterval()).flatMap(Durations::parse);
  }
}
