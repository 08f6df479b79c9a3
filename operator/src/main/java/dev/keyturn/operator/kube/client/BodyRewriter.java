package dev.keyturn.operator.kube.client;

import java.nio.ByteBuffer;
import java.util.List;

/** Rewrites the body of one answer while it comes in. For one thread at a time. */
public interface BodyRewriter extends AutoCloseable {

  /**
   * Takes what came, and gives what can be said of it by now: nothing may be held back for the sake
   * of what comes next. The caller owns the result.
   */
  ByteBuffer rewrite(List<ByteBuffer> buffers);

  /** Nothing more comes: drops what it still holds. */
  @Override
  void close();
}
