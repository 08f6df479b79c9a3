package dev.keyturn.operator.source.http;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One entry of the list of allowed endpoints.
 *
 * @param host a pattern of whole labels; empty for any host
 * @param exactHost the host, where the entry holds no {@code *}
 * @param port empty for any
 * @param portWritten true where the entry itself names the port
 * @param prefix raw path without a slash at its end
 */
record EndpointRule(
    String scheme,
    Optional<Pattern> host,
    Optional<String> exactHost,
    OptionalInt port,
    boolean portWritten,
    String prefix) {
  private static final Pattern ENTRY =
      Pattern.compile(
          "(https?)://(\\[[0-9a-fA-F:.]+]|[A-Za-z0-9*.-]+)(?::([0-9]{1,5}))?(/[^\\s?#*]*)?");

  static EndpointRule parse(String entry) {
    Matcher parts = ENTRY.matcher(entry);
    if (!parts.matches()) {
      throw notAnEntry();
    }
    String scheme = parts.group(1);
    String host = parts.group(2).toLowerCase(Locale.ROOT);
    Optional<String> port = Optional.ofNullable(parts.group(3));
    String path = Optional.ofNullable(parts.group(4)).orElse("");
    if (host.equals("*")) {
      if (!scheme.equals("https") || port.isPresent() || path.length() > 1) {
        throw notAnEntry();
      }
      return new EndpointRule(
          scheme, Optional.empty(), Optional.empty(), OptionalInt.empty(), false, "");
    }
    // A label stands in for each star, so that the entry passes the checks of an address.
    URI sample =
        URI.create(
            scheme + "://" + host.replace("*", "x") + port.map(p -> ":" + p).orElse("") + path);
    Endpoint endpoint = Endpoint.of(sample).orElseThrow(EndpointRule::notAnEntry);
    boolean exact = host.indexOf('*') < 0;
    return new EndpointRule(
        scheme,
        Optional.of(exact ? Pattern.compile(Pattern.quote(endpoint.host())) : labels(host)),
        exact ? Optional.of(endpoint.host()) : Optional.empty(),
        OptionalInt.of(endpoint.port()),
        port.isPresent(),
        path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
  }

  private static Pattern labels(String host) {
    StringBuilder pattern = new StringBuilder();
    for (String label : host.split("\\.", -1)) {
      if (label.indexOf('*') >= 0 && !label.equals("*")) {
        throw notAnEntry();
      }
      pattern.append(pattern.isEmpty() ? "" : "\\.");
      pattern.append(label.equals("*") ? "[^.]+" : Pattern.quote(label));
    }
    return Pattern.compile(pattern.toString());
  }

  private static IllegalArgumentException notAnEntry() {
    return new IllegalArgumentException(
        "an allowed endpoint is https://* or scheme://host[:port][/prefix]");
  }

  boolean covers(Endpoint endpoint) {
    return scheme.equals(endpoint.scheme())
        && host.map(pattern -> pattern.matcher(endpoint.host()).matches()).orElse(true)
        && (port.isEmpty() || port.getAsInt() == endpoint.port())
        && (endpoint.path().equals(prefix) || endpoint.path().startsWith(prefix + "/"));
  }

  boolean opensLoopback(Endpoint endpoint) {
    return covers(endpoint) && opensLoopback(endpoint.host());
  }

  boolean opensLoopback(String name) {
    return portWritten && exactHost.map(name::equals).orElse(false);
  }
}
