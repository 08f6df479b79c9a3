package dev.keyturn.operator.engine.plan;

import java.util.Map;
import java.util.Optional;

/**
 * The answers that a pass has so far.
 *
 * @param texts of the objects that templates stand in, where they were asked for
 */
public record Knowledge(
    Map<ReadRequest, ReadResult> reads,
    Map<ListRequest, ListResult> lists,
    Optional<TemplateTexts> texts,
    Map<IssueRequest, IssueResult> issued) {
  public static final Knowledge NOTHING = new Knowledge(Map.of());

  /** Of what is read alone. */
  public Knowledge(
      Map<ReadRequest, ReadResult> reads,
      Map<ListRequest, ListResult> lists,
      Optional<TemplateTexts> texts) {
    this(reads, lists, texts, Map.of());
  }

  /** Without any text. */
  public Knowledge(Map<ReadRequest, ReadResult> reads, Map<ListRequest, ListResult> lists) {
    this(reads, lists, Optional.empty());
  }

  /** Without any list and text. */
  public Knowledge(Map<ReadRequest, ReadResult> reads) {
    this(reads, Map.of());
  }
}
