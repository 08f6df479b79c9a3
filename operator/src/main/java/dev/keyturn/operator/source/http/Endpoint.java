package dev.keyturn.operator.source.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The parts of an address that decide where a request goes, in their one canonical spelling.
 *
 * @param host lower case; a literal as {@link InetAddress#getHostAddress()} prints it
 * @param literal the address, where the host is one
 * @param path raw path, {@code /} for none
 */
record Endpoint(String scheme, String host, Optional<InetAddress> literal, int port, String path) {
  private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
  private static final Pattern NAME = Pattern.compile(LABEL + "(\\." + LABEL + ")*");
  private static final String OCTET = "(0|[1-9][0-9]{0,2})";
  private static final Pattern FOUR = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");

  /** The last label decides, as in the URL standard: such a host is a number in some notation. */
  private static final Pattern NUMBER = Pattern.compile("(.*\\.)?([0-9]+|0x[0-9a-f]*)");

  private static final Pattern SIX = Pattern.compile("\\[[0-9a-f:.]+]");
  private static final Pattern DOT_SEGMENT =
      Pattern.compile("(^|/)(\\.|%2e){1,2}(/|$)", Pattern.CASE_INSENSITIVE);

  /** Empty for everything that two readers could understand in two ways. */
  static Optional<Endpoint> of(URI uri) {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    int port = uri.getPort() == -1 ? defaultPort(scheme) : uri.getPort();
    if (!(scheme.equals("https") || scheme.equals("http"))
        || uri.getRawUserInfo() != null
        || uri.getRawFragment() != null
        || emptyPort(uri)
        || port < 1
        || port > 65_535
        || path.indexOf('\\') >= 0
        || DOT_SEGMENT.matcher(path).find()) {
      return Optional.empty();
    }
    return withHost(scheme, host, port, path);
  }

  private static Optional<Endpoint> withHost(String scheme, String host, int port, String path) {
    if (SIX.matcher(host).matches()) {
      return literal(host.substring(1, host.length() - 1))
          .filter(Inet6Address.class::isInstance)
          .map(six -> new Endpoint(scheme, six.getHostAddress(), Optional.of(six), port, path));
    }
    if (NUMBER.matcher(host).matches()) {
      return literal(host)
          .filter(four -> FOUR.matcher(host).matches())
          .map(four -> new Endpoint(scheme, host, Optional.of(four), port, path));
    }
    return host.length() <= 253 && NAME.matcher(host).matches()
        ? Optional.of(new Endpoint(scheme, host, Optional.empty(), port, path))
        : Optional.empty();
  }

  private static Optional<InetAddress> literal(String text) {
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException noLiteral) {
      return Optional.empty();
    }
  }

  private static boolean emptyPort(URI uri) {
    return uri.getRawAuthority() == null || uri.getRawAuthority().endsWith(":");
  }

  static int defaultPort(String scheme) {
    return scheme.equals("http") ? 80 : 443;
  }
}
