package dev.keyturn.e2e.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A request as a client sent it.
 *
 * @param head its lines, with the empty one that ends them
 */
record ProxyRequest(String head, byte[] body) {

  /** Reads one; its body has a length or there is none. */
  static ProxyRequest read(InputStream input) throws IOException {
    String head = readHead(input);
    return new ProxyRequest(head, input.readNBytes(length(head)));
  }

  /** Such as {@code GET /v1/sys/health HTTP/1.1}. */
  String line() {
    return head.lines().findFirst().orElse("");
  }

  boolean isWrite() {
    return !head.startsWith("GET ");
  }

  private static String readHead(InputStream input) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    for (int octet = input.read(); octet >= 0; octet = input.read()) {
      head.write(octet);
      if (octet == '\n' && head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
        return head.toString(ISO_8859_1);
      }
    }
    throw new IOException("the client left");
  }

  private static int length(String head) {
    return head.lines()
        .filter(line -> line.regionMatches(true, 0, "content-length:", 0, 15))
        .mapToInt(line -> Integer.parseInt(line.substring(15).trim()))
        .findFirst()
        .orElse(0);
  }
}
