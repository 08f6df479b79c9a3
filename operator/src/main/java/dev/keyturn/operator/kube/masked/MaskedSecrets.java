package dev.keyturn.operator.kube.masked;

import dev.keyturn.operator.engine.mac.Macs;
import dev.keyturn.operator.kube.client.BodyRewriter;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Puts a {@link MaskedValue} in place of each value of the Secrets of an answer, which else goes on
 * as it stands. Holds one value at a time; all values of one Secret where its data stands before
 * its name, which no API server does.
 *
 * <p>What is no JSON, or no Secret, goes on as something that is no JSON either, without what it
 * held: its reader takes it for a call that failed.
 */
public final class MaskedSecrets implements BodyRewriter {
  private static final int CHUNK = 8192;
  private static final String NO_JSON = "!";

  /** What does not begin as JSON does is read as YAML by the client. */
  private static final String BEGINS = "{";

  private final Macs macs;
  private final boolean lines;
  private final MaskedOutput output = new MaskedOutput();
  private final byte[] chunk = new byte[CHUNK];
  private SecretReader reader;
  private JsonScan scan;
  private boolean broken;

  /**
   * @param lines true where each line is a document, and one that is broken says nothing of the
   *     next
   */
  public MaskedSecrets(Macs macs, boolean lines) {
    this.macs = macs;
    this.lines = lines;
    this.reader = new SecretReader(macs, output);
    this.scan = new JsonScan(reader, lines);
  }

  @Override
  public ByteBuffer rewrite(List<ByteBuffer> buffers) {
    for (ByteBuffer buffer : buffers) {
      while (buffer.hasRemaining()) {
        int size = Math.min(buffer.remaining(), CHUNK);
        buffer.get(chunk, 0, size);
        accept(size);
        Arrays.fill(chunk, 0, size, (byte) 0);
      }
    }
    return output.take();
  }

  @Override
  public void close() {
    reader.wipe();
  }

  private void accept(int size) {
    int from = 0;
    while (from < size) {
      if (broken) {
        from = lines ? nextLine(from, size) : size;
      } else {
        from = scanned(from, size);
      }
    }
  }

  /** Where it goes on: behind all, or at what was not expected. */
  private int scanned(int from, int size) {
    try {
      scan.scan(chunk, from, size);
      return size;
    } catch (BrokenJsonException e) {
      reader.wipe();
      output.write(scan.isInside() ? NO_JSON : BEGINS + NO_JSON);
      broken = true;
      return scan.position();
    }
  }

  /** The end of the line begins anew, so that it goes on. */
  private int nextLine(int from, int size) {
    for (int at = from; at < size; at++) {
      if (chunk[at] == '\n') {
        reader = new SecretReader(macs, output);
        scan = new JsonScan(reader, lines);
        broken = false;
        return at;
      }
    }
    return size;
  }
}
