package dev.keyturn.operator.engine.plan;

import java.util.Map;
import java.util.SortedMap;

/** What the objects say that a sync's templates stand in. */
public sealed interface TemplateTexts {
  /**
   * The texts of each object, by key.
   *
   * @param versions of the objects, UID and resourceVersion
   */
  record Read(
      Map<TemplateOrigin.Referenced, SortedMap<String, String>> texts,
      Map<TemplateOrigin.Referenced, String> versions)
      implements TemplateTexts {
    @Override
    public String toString() {
      return "TemplateTexts" + texts.keySet();
    }
  }

  /** One of them is not there, or cannot be read. */
  record Failed(Problem why) implements TemplateTexts {}
}
