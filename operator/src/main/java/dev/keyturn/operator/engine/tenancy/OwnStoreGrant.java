package dev.keyturn.operator.engine.tenancy;

import dev.keyturn.crds.v1alpha1.OwnStores;
import dev.keyturn.crds.v1alpha1.StoreAccounts;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a scope says of the SecretStores of its namespaces.
 *
 * @param all true where it opens every store that its path lists do not name
 * @param bound what each of the stores that it opens may be
 */
public record OwnStoreGrant(boolean all, StoreBounds.Bound bound) {

  /** Opens no store by itself, and binds none that a path list opens. */
  static final OwnStoreGrant NONE =
      new OwnStoreGrant(false, new StoreBounds.Bound(Optional.empty(), Optional.empty()));

  static OwnStoreGrant of(@Nullable OwnStores spec) {
    return spec == null
        ? NONE
        : new OwnStoreGrant(
            Boolean.TRUE.equals(spec.allow()),
            new StoreBounds.Bound(
                Optional.ofNullable(spec.endpoints()),
                Optional.ofNullable(spec.accounts()).map(OwnStoreGrant::accounts)));
  }

  private static Map<String, Set<String>> accounts(StoreAccounts spec) {
    Map<String, Set<String>> accounts = new HashMap<>();
    put(accounts, "aws", spec.aws(), id -> id);
    put(accounts, "gcp", spec.gcp(), id -> id);
    put(accounts, "azure", spec.azure(), id -> id.toLowerCase(Locale.ROOT));
    put(accounts, "vault", spec.vault(), id -> id);
    put(accounts, "infisical", spec.infisical(), id -> id);
    return accounts;
  }

  private static void put(
      Map<String, Set<String>> accounts,
      String backend,
      @Nullable List<String> ids,
      UnaryOperator<String> spelling) {
    if (ids != null) {
      Set<String> spelled = new HashSet<>();
      ids.forEach(id -> spelled.add(spelling.apply(id)));
      accounts.put(backend, Set.copyOf(spelled));
    }
  }
}
