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

  /**
   * Asks for a WebSocket (RFC 6455), under the same rules as {@link #send}.
   *
   * @param deadline of the opening; an open socket ends when it was closed, when the server ended
   *     it or broke the protocol, when a message was larger than the limit, or when a minute has
   *     passed in which not even a ping was answered
   * @return what the server said, or a failure as of {@link #send}; Internal of a client that
   *     speaks no WebSocket
   */
  default Outcome<Upgrade> upgrade(UpgradeRequest request, Deadline deadline) {
    return Outcome.failed(FailureClass.Internal);
  }

  @Override
  void close();

  /**
   * A request for a WebSocket.
   *
   * @param uri with the scheme http or https
   * @param headers as those of {@link Request}
   * @param messageLimit greatest number of bytes of a message
   */
  record UpgradeRequest(
      URI uri, Map<String, String> headers, int messageLimit, MessageListener listener) {
    @Override
    public String toString() {
      return "upgrade [redacted]";
    }
  }

  /** Takes what a server sends, on one thread at a time; nothing is read while it is at work. */
  interface MessageListener {
    /**
     * A whole text message.
     *
     * @param text UTF-8 as the server says, unchecked; closed when this returns
     */
    void message(SecretBytes text);

    /** The socket has ended without having been closed; once. */
    void ended();
  }

  /** How a server answered the request for a WebSocket. */
  sealed interface Upgrade {
    /** It is open. */
    non-sealed interface Open extends Upgrade, AutoCloseable {
      @Override
      void close();
    }

    /** The server answered as to any other request; the answer is owned by the caller. */
    record Refused(Answer answer) implements Upgrade {}
  }

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
