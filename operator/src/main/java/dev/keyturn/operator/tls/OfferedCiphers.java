package dev.keyturn.operator.tls;

import java.util.Arrays;
import java.util.Comparator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * The cipher suites that a client offers: those of the platform, ChaCha20 first.
 *
 * <p>The operator's JVM compiles with C1 alone, which has no AES instructions: there ChaCha20 takes
 * a third of the time of AES-GCM. A Go server follows the client's wish between the two. A server
 * that has no ChaCha20, as one in FIPS mode, takes the next of the list.
 */
public final class OfferedCiphers {
  private static final Comparator<String> CHACHA20_FIRST =
      Comparator.comparing(suite -> !suite.contains("_CHACHA20_"));

  private OfferedCiphers() {}

  /**
   * The parameters with the suites in that order, unless they name suites already.
   *
   * @param parameters are changed
   * @param context whose defaults are sorted
   */
  public static SSLParameters sorted(SSLParameters parameters, SSLContext context) {
    if (parameters.getCipherSuites() == null) {
      parameters.setCipherSuites(
          Arrays.stream(context.getDefaultSSLParameters().getCipherSuites())
              .sorted(CHACHA20_FIRST)
              .toArray(String[]::new));
    }
    return parameters;
  }
}
