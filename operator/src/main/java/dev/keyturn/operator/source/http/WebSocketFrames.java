package dev.keyturn.operator.source.http;

import dev.keyturn.operator.provider.SecretBuffer;
import dev.keyturn.operator.provider.SecretBytes;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * The frames of a WebSocket as a client sees them (RFC 6455, section 5): whole text messages up to
 * a limit; pings are answered in between. One thread reads; any thread may write.
 */
final class WebSocketFrames {
  private static final int CONTINUATION = 0;
  private static final int TEXT = 1;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;

  private static final int FINAL = 0x80;
  private static final int MASKED = 0x80;
  private static final int MOST_OF_CONTROL = 125;
  private static final byte[] NORMAL_END = {0x03, (byte) 0xe8};

  private final InputStream input;
  private final OutputStream output;
  private final int limit;
  private final SecureRandom random = new SecureRandom();
  private boolean pinged;

  /**
   * The frames of a connection whose opening handshake is over.
   *
   * @param input times out after the time in which a server is not heard before it is asked whether
   *     it is still there
   * @param limit greatest number of bytes of a message
   */
  WebSocketFrames(InputStream input, OutputStream output, int limit) {
    this.input = input;
    this.output = output;
    this.limit = limit;
  }

  /**
   * The next message; empty when the server has ended the connection.
   *
   * @throws IOException also for what breaks the protocol or the limit, and for a server that has
   *     not been heard twice in a row
   */
  Optional<SecretBytes> next() throws IOException {
    try (SecretBuffer message = new SecretBuffer()) {
      boolean begun = false;
      while (true) {
        int head = head();
        boolean last = (head & FINAL) != 0;
        int kind = head & ~FINAL;
        int second = octet();
        if ((second & MASKED) != 0) {
          throw new ProtocolException();
        }
        if (kind >= CLOSE) {
          if (!control(kind, last, second)) {
            return Optional.empty();
          }
          continue;
        }
        if (kind != (begun ? CONTINUATION : TEXT)) {
          throw new ProtocolException();
        }
        begun = true;
        append(message, length(second));
        if (last) {
          return Optional.of(message.take());
        }
      }
    }
  }

  /** The first byte of a frame; a server that is silent before it is pinged once. */
  private int head() throws IOException {
    while (true) {
      try {
        int head = octet();
        pinged = false;
        return head;
      } catch (SocketTimeoutException silent) {
        if (pinged) {
          throw silent;
        }
        pinged = true;
        send(PING, new byte[0]);
      }
    }
  }

  private int octet() throws IOException {
    int octet = input.read();
    if (octet < 0) {
      throw new EOFException();
    }
    return octet;
  }

  private long length(int second) throws IOException {
    int bytes =
        switch (second) {
          case 126 -> 2;
          case 127 -> 8;
          default -> 0;
        };
    if (bytes == 0) {
      return second;
    }
    long length = 0;
    for (int i = 0; i < bytes; i++) {
      length = length << 8 | octet();
    }
    return length;
  }

  private void append(SecretBuffer message, long length) throws IOException {
    // A length with the highest bit set would be negative.
    if (length < 0 || length > limit - message.length()) {
      throw new ProtocolException();
    }
    for (long i = 0; i < length; i++) {
      message.append(octet());
    }
  }

  /** Takes a control frame; false for the one that ends the connection. */
  private boolean control(int kind, boolean last, int length) throws IOException {
    if (!last || length > MOST_OF_CONTROL) {
      throw new ProtocolException();
    }
    byte[] content = input.readNBytes(length);
    switch (kind) {
      case CLOSE -> {
        send(CLOSE, NORMAL_END);
        return false;
      }
      case PING -> send(PONG, content);
      case PONG -> {}
      default -> throw new ProtocolException();
    }
    return true;
  }

  /** Says that nothing more is wanted. */
  void end() throws IOException {
    send(CLOSE, NORMAL_END);
  }

  /** A client masks what it sends. */
  private void send(int kind, byte[] content) throws IOException {
    byte[] mask = new byte[4];
    random.nextBytes(mask);
    byte[] frame = new byte[2 + mask.length + content.length];
    frame[0] = (byte) (FINAL | kind);
    frame[1] = (byte) (MASKED | content.length);
    System.arraycopy(mask, 0, frame, 2, mask.length);
    for (int i = 0; i < content.length; i++) {
      frame[2 + mask.length + i] = (byte) (content[i] ^ mask[i % mask.length]);
    }
    synchronized (output) {
      output.write(frame);
      output.flush();
    }
  }
}
