package dev.keyturn.devcluster.fault;

import dev.keyturn.devcluster.ledger.RecordedRequest;

/** Which requests a fault meets; {@code *} is any. Verbs are those of {@link RecordedRequest}. */
public record RequestMatch(
    String verb, String resource, String subresource, String name, String agent) {
  private static final String ANY = "*";

  public static RequestMatch any() {
    return new RequestMatch(ANY, ANY, ANY, ANY, ANY);
  }

  public static RequestMatch of(String verb, String resource) {
    return new RequestMatch(verb, resource, ANY, ANY, ANY);
  }

  public RequestMatch withSubresource(String other) {
    return new RequestMatch(verb, resource, other, name, agent);
  }

  public RequestMatch withName(String other) {
    return new RequestMatch(verb, resource, subresource, other, agent);
  }

  /** Those of clients whose user agent begins so. */
  public RequestMatch by(String userAgent) {
    return new RequestMatch(verb, resource, subresource, name, userAgent);
  }

  boolean matches(RecordedRequest request) {
    return same(verb, request.verb())
        && same(resource, request.resource())
        && same(subresource, request.subresource())
        && same(name, request.name())
        && (agent.equals(ANY) || request.userAgent().startsWith(agent));
  }

  private static boolean same(String wanted, String actual) {
    return wanted.equals(ANY) || wanted.equals(actual);
  }
}
