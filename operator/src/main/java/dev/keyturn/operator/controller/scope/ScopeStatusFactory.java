package dev.keyturn.operator.controller.scope;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.ScopeMode;
import dev.keyturn.crds.v1alpha1.TenantSecretScope;
import dev.keyturn.crds.v1alpha1.TenantSecretScopeStatus;
import dev.keyturn.crds.v1alpha1.TenantSecretScopeStatus.BoundNamespace;
import dev.keyturn.operator.controller.Conditions;
import dev.keyturn.operator.engine.tenancy.NamespaceIdentity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes the status of a scope from the one before and what is there. Pure. */
final class ScopeStatusFactory {
  static final TenantSecretScopeStatus NOTHING =
      new TenantSecretScopeStatus(null, null, null, null, null, null);

  /**
   * The status.
   *
   * @param present the named namespaces that exist now
   * @param rebind a namespace whose new UID an administrator accepts
   * @param others scopes that name one of the same namespaces
   */
  TenantSecretScopeStatus make(
      TenantSecretScope scope,
      TenantSecretScopeStatus before,
      Map<String, NamespaceIdentity> present,
      Optional<String> rebind,
      Set<String> others,
      int syncs,
      Instant now) {
    List<BoundNamespace> bound = bind(scope, before, present, rebind);
    long generation = scope.getMetadata().getGeneration();
    String mode = scope.getSpec().mode();
    Conditions conditions = new Conditions(before.conditions(), generation, now);
    if (mode == null || mode.equals(ScopeMode.Enforce.name())) {
      String message = "What is not granted is denied.";
      conditions
          .isTrue(Condition.READY, "Enforcing", message)
          .isTrue(Condition.ENFORCED, "Enforcing", message);
    } else {
      String message = "A field is not valid: spec.mode. Correct the manifest.";
      String reason = ErrorClass.ConfigInvalid.name();
      conditions
          .isFalse(Condition.READY, reason, message)
          .isFalse(Condition.ENFORCED, reason, message);
    }
    overlap(conditions, others);
    conditions.isFalse(Condition.RECONCILING, "Settled", "Nothing is under way.");
    if (Conditions.has(conditions.build(), Condition.READY, "False")) {
      conditions.isTrue(
          Condition.STALLED, ErrorClass.ConfigInvalid.name(), "The manifest must be corrected.");
    } else {
      conditions.isFalse(Condition.STALLED, "Settled", "Nothing is in the way.");
    }
    return new TenantSecretScopeStatus(
        generation,
        bound.isEmpty() ? null : bound,
        (int) bound.stream().filter(BoundNamespace::bound).count(),
        scope.getSpec().stores() == null ? 0 : scope.getSpec().stores().size(),
        syncs,
        conditions.build());
  }

  /** True where what the scope opens is not what it was. */
  static boolean opensOrCloses(TenantSecretScopeStatus before, TenantSecretScopeStatus now) {
    return !Objects.equals(before.observedGeneration(), now.observedGeneration())
        || !Objects.equals(before.namespaces(), now.namespaces());
  }

  private static void overlap(Conditions conditions, Set<String> others) {
    if (others.isEmpty()) {
      conditions.isFalse(
          Condition.CONFLICTING, "NoOverlap", "No other scope names its namespaces.");
    } else {
      conditions.isTrue(
          Condition.CONFLICTING,
          "OverlapsScope",
          "Other scopes name the same namespaces, and grants add up: "
              + String.join(", ", new TreeSet<>(others))
              + ".");
    }
  }

  /**
   * A name keeps the UID it was bound to first; another UID under it is a tombstone, not a heir.
   */
  private static List<BoundNamespace> bind(
      TenantSecretScope scope,
      TenantSecretScopeStatus before,
      Map<String, NamespaceIdentity> present,
      Optional<String> rebind) {
    Map<String, BoundNamespace> old =
        orEmpty(before.namespaces()).stream()
            .collect(Collectors.toMap(BoundNamespace::name, it -> it, (first, second) -> first));
    List<BoundNamespace> bound = new ArrayList<>();
    for (String name : new TreeSet<>(scope.getSpec().namespaces().names())) {
      BoundNamespace earlier = old.get(name);
      NamespaceIdentity there = present.get(name);
      if (earlier == null || (rebind.isPresent() && rebind.get().equals(name) && there != null)) {
        if (there != null) {
          bound.add(new BoundNamespace(name, there.uid(), true));
        }
      } else {
        bound.add(
            new BoundNamespace(
                name, earlier.uid(), there != null && there.uid().equals(earlier.uid())));
      }
    }
    return List.copyOf(bound);
  }

  private static <T> List<T> orEmpty(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }
}
