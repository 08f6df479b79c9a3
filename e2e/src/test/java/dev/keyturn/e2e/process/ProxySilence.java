package dev.keyturn.e2e.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Keeps answers back whose connections stay open. Thread-safe. */
final class ProxySilence {
  private static final int CHUNK = 8_192;

  private @Nullable String part;

  /** For requests whose line contains this text. */
  synchronized void begin(String text) {
    part = text;
  }

  synchronized void end() {
    part = null;
    notifyAll();
  }

  /** Passes an answer on as it comes; throws where it was kept back and that is over. */
  void copy(ProxyRequest request, InputStream answer, OutputStream client) throws IOException {
    byte[] chunk = new byte[CHUNK];
    for (int length = answer.read(chunk); length >= 0; length = answer.read(chunk)) {
      if (isKeptBack(request)) {
        awaitEnd();
        throw new IOException("nobody waits for this any more");
      }
      client.write(chunk, 0, length);
    }
    if (isKeptBack(request)) {
      awaitEnd();
    }
  }

  private synchronized boolean isKeptBack(ProxyRequest request) {
    return part != null && request.line().contains(part);
  }

  private synchronized void awaitEnd() throws IOException {
    try {
      while (part != null) {
        wait();
      }
    } catch (InterruptedException e) {
      throw new IOException("closed", e);
    }
  }
}
