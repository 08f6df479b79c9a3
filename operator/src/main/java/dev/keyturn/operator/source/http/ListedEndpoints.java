package dev.keyturn.operator.source.http;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Addresses that are written out: scheme, host and port are equal, the path begins with the same
 * whole segments. Pure and immutable.
 */
public final class ListedEndpoints {
  private final List<EndpointRule> rules;

  private ListedEndpoints(List<EndpointRule> rules) {
    this.rules = rules;
  }

  /** Of these entries; one of another form, or with a wildcard, lists nothing. */
  public static ListedEndpoints of(List<String> entries) {
    return new ListedEndpoints(
        entries.stream()
            .map(ListedEndpoints::rule)
            .flatMap(Optional::stream)
            .filter(rule -> rule.exactHost().isPresent())
            .toList());
  }

  private static Optional<EndpointRule> rule(String entry) {
    try {
      return Optional.of(EndpointRule.parse(entry));
    } catch (IllegalArgumentException noEntry) {
      return Optional.empty();
    }
  }

  /** Whether a request to the address is one to a listed address. */
  public boolean cover(URI uri) {
    return Endpoint.of(uri)
        .filter(endpoint -> rules.stream().anyMatch(rule -> rule.covers(endpoint)))
        .isPresent();
  }
}
