package dev.keyturn.operator.provider.wire;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** Spells where a secret stands, the same for every configuration that leads there. Pure. */
public final class Place {
  private static final int HTTPS = 443;
  private static final int HTTP = 80;

  private Place() {}

  /** The place; empty where a name in it is not legal at the backend. */
  public static Optional<String> of(Supplier<String> place) {
    try {
      return Optional.of(place.get());
    } catch (WireProblem illegal) {
      return Optional.empty();
    }
  }

  /** Scheme, host in lower case, port and path of an address, without a slash at its end. */
  public static String address(URI address) {
    String scheme = address.getScheme().toLowerCase(Locale.ROOT);
    int usual = scheme.equals("https") ? HTTPS : HTTP;
    int port = address.getPort() < 0 ? usual : address.getPort();
    String path = address.getPath() == null ? "" : address.getPath();
    String host = address.getHost() == null ? address.getRawAuthority() : address.getHost();
    return scheme
        + "://"
        + host.toLowerCase(Locale.ROOT)
        + ":"
        + port
        + (path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
  }
}
