package dev.keyturn.operator.source.http;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where requests may go. Pure and immutable.
 *
 * <p>An entry is {@code https://*} (any https host, any port) or {@code
 * scheme://host[:port][/prefix]} in which {@code *} stands for one DNS label. Plain http needs an
 * entry that names its host. An entry with a host and a port and without {@code *} also opens the
 * loopback addresses to that host and port, because an administrator wrote it; no entry opens
 * metadata services, link-local, unspecified, multicast and reserved addresses.
 */
public final class EndpointPolicy {
  private final List<EndpointRule> rules;
  private final Set<InetAddress> refused;
  private final Set<InetAddress> opened;
  private final Optional<ListedEndpoints> narrowing;

  private EndpointPolicy(
      List<EndpointRule> rules,
      Set<InetAddress> refused,
      Set<InetAddress> opened,
      Optional<ListedEndpoints> narrowing) {
    this.rules = rules;
    this.refused = refused;
    this.opened = opened;
    this.narrowing = narrowing;
  }

  /**
   * One instance metadata service and nothing else, for the operator's own logins; no address that
   * a store names may be asked under it.
   *
   * @param origin scheme and literal address
   */
  public static EndpointPolicy ofMetadata(URI origin) {
    Set<InetAddress> address =
        Endpoint.of(origin).flatMap(Endpoint::literal).map(Set::of).orElseThrow();
    return new EndpointPolicy(
        List.of(EndpointRule.parse(origin.toString())), Set.of(), address, Optional.empty());
  }

  /**
   * A policy of these entries.
   *
   * @param refused further addresses that nothing may reach, such as the API server's
   * @throws IllegalArgumentException for an entry of another form; the message does not repeat it
   */
  public static EndpointPolicy of(List<String> entries, Set<InetAddress> refused) {
    return new EndpointPolicy(
        entries.stream().map(EndpointRule::parse).toList(),
        Set.copyOf(refused),
        Set.of(),
        Optional.empty());
  }

  /** The same policy, and of what it allows no more than the listed addresses. */
  public EndpointPolicy narrowedTo(ListedEndpoints listed) {
    return new EndpointPolicy(rules, refused, opened, Optional.of(listed));
  }

  /**
   * Whether the operator allows the address as far as its text tells; literals pass the address
   * filter.
   */
  public boolean allows(URI uri) {
    return Endpoint.of(uri)
        .filter(endpoint -> rules.stream().anyMatch(rule -> rule.covers(endpoint)))
        .filter(endpoint -> endpoint.literal().map(ip -> reaches(endpoint, ip)).orElse(true))
        .isPresent();
  }

  /** Whether a narrower list than the operator's has the address, where there is such a list. */
  boolean lists(URI uri) {
    return narrowing.map(listed -> listed.cover(uri)).orElse(true);
  }

  /** Whether a request to the endpoint may connect to this one of its addresses. */
  boolean reaches(Endpoint endpoint, InetAddress address) {
    return passes(address, rules.stream().anyMatch(rule -> rule.opensLoopback(endpoint)));
  }

  /** The same where the port is not known: at the look-up of the name that a connection makes. */
  boolean resolves(String host, InetAddress address) {
    return passes(address, rules.stream().anyMatch(rule -> rule.opensLoopback(host)));
  }

  private boolean passes(InetAddress address, boolean loopbackIsOpen) {
    if (opened.contains(address)) {
      return true;
    }
    if (refused.contains(address)) {
      return false;
    }
    return switch (AddressKind.of(address)) {
      case OPEN -> true;
      case LOOPBACK -> loopbackIsOpen;
      case NEVER -> false;
    };
  }
}
