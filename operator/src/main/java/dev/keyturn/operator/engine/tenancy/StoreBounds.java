package dev.keyturn.operator.engine.tenancy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a namespace's own store may be: one of these must hold as a whole, so that the addresses of
 * one scope never meet the accounts of another.
 */
public record StoreBounds(List<Bound> any) {

  public StoreBounds {
    any = List.copyOf(any);
  }

  /**
   * What one scope allows.
   *
   * @param endpoints where requests may go; empty for wherever the operator allows
   * @param accounts by the kind of backend; empty for any account of any backend
   */
  public record Bound(
      Optional<List<String>> endpoints, Optional<Map<String, Set<String>>> accounts) {
    public Bound {
      endpoints = endpoints.map(List::copyOf);
      accounts = accounts.map(Map::copyOf);
    }

    boolean isOpen() {
      return endpoints.isEmpty() && accounts.isEmpty();
    }

    private boolean allows(String backend, Set<String> named) {
      return accounts
          .map(listed ->
              !named.isEmpty() && listed.getOrDefault(backend, Set.of()).containsAll(named))
          .orElse(true);
    }
  }

  /** Those that are met by what is known so far. */
  public StoreBounds where(Predicate<Bound> met) {
    return new StoreBounds(any.stream().filter(met).toList());
  }

  /** True where no account at all is allowed without a question. */
  public boolean limitAccounts() {
    return any.stream().allMatch(bound -> bound.accounts().isPresent());
  }

  /**
   * Whether a login may be used.
   *
   * @param backend kind of the backend: {@code aws}
   * @param accounts every account that the login reaches into; what is not known is denied
   */
  public boolean allowAccounts(String backend, Set<String> accounts) {
    return any.stream().anyMatch(bound -> bound.allows(backend, accounts));
  }

  /** All addresses, where each of the scopes lists some; empty for wherever the operator allows. */
  public Optional<List<String>> endpoints() {
    return any.stream().allMatch(bound -> bound.endpoints().isPresent())
        ? Optional.of(
            any.stream()
                .flatMap(bound -> bound.endpoints().stream().flatMap(List::stream))
                .toList())
        : Optional.empty();
  }
}
