package dev.keyturn.operator.engine.plan;

import java.util.Map;

/** The answers that a pass has so far. */
public record Knowledge(Map<ReadRequest, ReadResult> reads, Map<IssueRequest, IssueResult> issued) {
  public static final Knowledge NOTHING = new Knowledge(Map.of());

  /** Of reads alone. */
  public Knowledge(Map<ReadRequest, ReadResult> reads) {
    this(reads, Map.of());
  }
}
