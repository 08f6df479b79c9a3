package dev.keyturn.operator.controller.scope;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.ScopeNamespaces;
import dev.keyturn.crds.v1alpha1.TenantSecretScope;
import dev.keyturn.crds.v1alpha1.TenantSecretScopeSpec;
import dev.keyturn.crds.v1alpha1.TenantSecretScopeStatus;
import dev.keyturn.crds.v1alpha1.TenantSecretScopeStatus.BoundNamespace;
import dev.keyturn.operator.controller.Conditions;
import dev.keyturn.operator.engine.tenancy.NamespaceIdentity;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ScopeStatusFactoryTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final ScopeStatusFactory factory = new ScopeStatusFactory();

  private static TenantSecretScope scope(@Nullable String mode, String... names) {
    TenantSecretScope scope = new TenantSecretScope();
    scope.setMetadata(new ObjectMetaBuilder().withName("shop").withGeneration(2L).build());
    scope.setSpec(
        new TenantSecretScopeSpec(
            "shop", mode, new ScopeNamespaces(List.of(names)), null, null, null));
    return scope;
  }

  private TenantSecretScopeStatus make(
      TenantSecretScopeStatus before, Map<String, String> present, Optional<String> rebind) {
    Map<String, NamespaceIdentity> there = new java.util.HashMap<>();
    present.forEach((name, uid) -> there.put(name, new NamespaceIdentity(name, uid)));
    return factory.make(scope(null, "a", "b"), before, there, rebind, Set.of(), 5, NOW);
  }

  private TenantSecretScopeStatus first(Map<String, String> present) {
    return make(ScopeStatusFactory.NOTHING, present, Optional.empty());
  }

  @Test
  void aNameIsBoundWhenItsNamespaceIsThere() {
    TenantSecretScopeStatus status = first(Map.of("a", "uid-a"));
    assertThat(status.namespaces()).containsExactly(new BoundNamespace("a", "uid-a", true));
    assertThat(make(status, Map.of("a", "uid-a", "b", "uid-b"), Optional.empty()).namespaces())
        .containsExactly(
            new BoundNamespace("a", "uid-a", true), new BoundNamespace("b", "uid-b", true));
  }

  @Test
  void aRecreatedNamespaceInheritsNothing() {
    TenantSecretScopeStatus gone = make(first(Map.of("a", "uid-a")), Map.of(), Optional.empty());
    assertThat(gone.namespaces()).containsExactly(new BoundNamespace("a", "uid-a", false));
    assertThat(make(gone, Map.of("a", "uid-new"), Optional.empty()).namespaces())
        .containsExactly(new BoundNamespace("a", "uid-a", false));
  }

  @Test
  void anAdministratorMayBindANameAnew() {
    TenantSecretScopeStatus before = first(Map.of("a", "uid-a"));
    assertThat(make(before, Map.of("a", "uid-new"), Optional.of("a")).namespaces())
        .containsExactly(new BoundNamespace("a", "uid-new", true));
    assertThat(make(before, Map.of("a", "uid-new"), Optional.of("b")).namespaces())
        .containsExactly(new BoundNamespace("a", "uid-a", false));
  }

  @Test
  void anUnchangedWorldGivesAnEqualStatus() {
    TenantSecretScopeStatus before = first(Map.of("a", "uid-a"));
    assertThat(make(before, Map.of("a", "uid-a"), Optional.empty())).isEqualTo(before);
    assertThat(ScopeStatusFactory.opensOrCloses(before, before)).isFalse();
    assertThat(
            ScopeStatusFactory.opensOrCloses(
                before, make(before, Map.of("a", "uid-a", "b", "uid-b"), Optional.empty())))
        .isTrue();
  }

  @Test
  void anUnknownModeIsNeverReadAsEnforced() {
    TenantSecretScopeStatus status =
        factory.make(
            scope("Audit", "a"),
            ScopeStatusFactory.NOTHING,
            Map.of(),
            Optional.empty(),
            Set.of(),
            0,
            NOW);
    assertThat(Conditions.has(status.conditions(), Condition.READY, "False")).isTrue();
    assertThat(Conditions.has(status.conditions(), Condition.ENFORCED, "False")).isTrue();
    assertThat(Conditions.has(status.conditions(), Condition.STALLED, "True")).isTrue();
  }

  @Test
  void overlappingScopesAreNamedInOrder() {
    TenantSecretScopeStatus status =
        factory.make(
            scope("Enforce", "a"),
            ScopeStatusFactory.NOTHING,
            Map.of(),
            Optional.empty(),
            Set.of("zebra", "apple"),
            0,
            NOW);
    assertThat(Conditions.find(status.conditions(), Condition.CONFLICTING).orElseThrow().message())
        .endsWith("apple, zebra.");
    assertThat(Conditions.has(status.conditions(), Condition.READY, "True")).isTrue();
  }
}
