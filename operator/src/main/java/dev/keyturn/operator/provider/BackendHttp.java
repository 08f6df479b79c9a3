package dev.keyturn.operator.provider;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * The one way a provider speaks HTTP. It never follows a redirect, never decompresses, reads at
 * most {@code bodyLimit} bytes, and its deadline covers the last byte of the body.
 */
public interface BackendHttp extends AutoCloseable {

  /**
   * Sends one request.
   *
   * @return the answer whatever its status, or a failure of class Unavailable, Timeout, TlsError or
   *     InvalidData/TOO_LARGE
   */
  Outcome<Answer> send(Request request, Deadline deadline);

  @Override
  void close();

  /**
   * A request.
   *
   * @param headers names in their usual spelling; values may be secrets and are never logged
   * @param body absent for none; not wiped by the client
   * @param bodyLimit greatest number of bytes of the answer's body
   */
  record Request(
      String method,
      URI uri,
      Map<String, String> headers,
      Optional<SecretBytes> body,
      int bodyLimit) {
    @Override
    public String toString() {
      return method + " [redacted]";
    }
  }

  /**
   * An answer, owned by the caller.
   *
   * @param headers first value of each header, names in lower case
   */
  record Answer(int status, Map<String, String> headers, SecretBytes body)
      implements AutoCloseable {
    @Override
    public void close() {
      body.close();
    }

    @Override
    public String toString() {
      return "status " + status;
    }
  }
}
