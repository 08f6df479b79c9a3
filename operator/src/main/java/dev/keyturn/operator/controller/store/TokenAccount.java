package dev.keyturn.operator.controller.store;

import dev.keyturn.crds.v1alpha1.ServiceAccountReference;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the ServiceAccount whose token a store logs in with. */
final class TokenAccount {
  private TokenAccount() {}

  /** Finds fault with a namespace that a namespaced store must not name. */
  static void check(
      String field,
      ServiceAccountReference named,
      StoreConfigReader.Owner owner,
      StoreConfigReader.Problems problems) {
    if (named.namespace() != null && !owner.isClusterWide()) {
      problems.add(field + ".namespace", "is for a ClusterSecretStore only");
    }
  }

  /** Without a namespace where each sync logs in with an account of its own namespace. */
  static Optional<StoreConfig.Account> of(
      @Nullable ServiceAccountReference named, StoreConfigReader.Owner owner) {
    return Optional.ofNullable(named)
        .map(account ->
            new StoreConfig.Account(
                owner.isClusterWide()
                    ? Optional.ofNullable(account.namespace())
                    : Optional.of(owner.namespace()),
                account.name()));
  }

  /** The first audience that is named. */
  static String audience(@Nullable ServiceAccountReference named, String otherwise) {
    return named == null || named.audiences() == null || named.audiences().isEmpty()
        ? otherwise
        : named.audiences().getFirst();
  }
}
