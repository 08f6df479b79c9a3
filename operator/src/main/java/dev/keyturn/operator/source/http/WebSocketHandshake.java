package dev.keyturn.operator.source.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.keyturn.operator.provider.BackendHttp.UpgradeRequest;
import dev.keyturn.operator.provider.SecretBytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The opening handshake of a WebSocket as a client makes it (RFC 6455, section 4.1). */
final class WebSocketHandshake {
  private static final int HEAD_LIMIT = 16 << 10;
  private static final int BODY_LIMIT = 16 << 10;

  private final byte[] key = new byte[16];

  WebSocketHandshake() {
    new SecureRandom().nextBytes(key);
  }

  /**
   * What a server said.
   *
   * @param body of a refusal; empty where the server did not say how long it is, or said that it is
   *     long
   */
  record Reply(int status, Map<String, String> headers, SecretBytes body) {}

  void ask(UpgradeRequest request, OutputStream output) throws IOException {
    URI uri = request.uri();
    String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    Map<String, String> headers = new TreeMap<>(request.headers());
    headers.put("Host", uri.getRawAuthority());
    headers.put("Connection", "Upgrade");
    headers.put("Upgrade", "websocket");
    headers.put("Sec-WebSocket-Version", "13");
    headers.put("Sec-WebSocket-Key", Base64.getEncoder().encodeToString(key));
    StringBuilder head = new StringBuilder("GET ").append(path);
    if (uri.getRawQuery() != null) {
      head.append('?').append(uri.getRawQuery());
    }
    head.append(" HTTP/1.1\r\n");
    for (Map.Entry<String, String> header : headers.entrySet()) {
      if (header.getValue().chars().anyMatch(each -> each < ' ' || each > '~')) {
        throw new ProtocolException();
      }
      head.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
    }
    byte[] bytes = head.append("\r\n").toString().getBytes(ISO_8859_1);
    try {
      output.write(bytes);
      output.flush();
    } finally {
      // It holds the token.
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /** Reads the answer; what it throws says that the server speaks another protocol. */
  Reply answer(InputStream input) throws IOException {
    int[] left = {HEAD_LIMIT};
    String[] first = line(input, left).split(" ", 3);
    if (first.length < 2 || !first[0].startsWith("HTTP/1.") || !first[1].matches("[1-5][0-9]{2}")) {
      throw new ProtocolException();
    }
    Map<String, String> headers = new HashMap<>();
    for (String line = line(input, left); !line.isEmpty(); line = line(input, left)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.putIfAbsent(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
    }
    int status = Integer.parseInt(first[1]);
    if (status == 101) {
      agree(headers);
      return new Reply(status, Map.copyOf(headers), SecretBytes.owning(new byte[0]));
    }
    return new Reply(status, Map.copyOf(headers), body(input, headers.get("content-length")));
  }

  private static SecretBytes body(InputStream input, @Nullable String length) throws IOException {
    boolean known = length != null && length.matches("[0-9]{1,5}");
    int bytes = known ? Integer.parseInt(length) : 0;
    return SecretBytes.owning(bytes > BODY_LIMIT ? new byte[0] : input.readNBytes(bytes));
  }

  private void agree(Map<String, String> headers) throws ProtocolException {
    boolean agreed =
        headers.getOrDefault("upgrade", "").equalsIgnoreCase("websocket")
            && headers.getOrDefault("connection", "").toLowerCase(Locale.ROOT).contains("upgrade")
            && headers.getOrDefault("sec-websocket-accept", "").equals(accept())
            && !headers.containsKey("sec-websocket-extensions")
            && !headers.containsKey("sec-websocket-protocol");
    if (!agreed) {
      throw new ProtocolException();
    }
  }

  /** Shows that the server has understood this request, and is no cache. */
  private String accept() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      String text =
          Base64.getEncoder().encodeToString(key) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
      return Base64.getEncoder().encodeToString(digest.digest(text.getBytes(ISO_8859_1)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has SHA-1", e);
    }
  }

  private static String line(InputStream input, int[] left) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int octet = input.read(); octet != '\n'; octet = input.read()) {
      if (octet < 0 || --left[0] < 0) {
        throw new ProtocolException();
      }
      line.append((char) octet);
    }
    return line.toString().stripTrailing();
  }
}
