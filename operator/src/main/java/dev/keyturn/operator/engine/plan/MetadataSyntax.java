package dev.keyturn.operator.engine.plan;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.regex.Pattern;

/** The syntax of labels and annotations that the API server demands. */
public final class MetadataSyntax {
  private static final int MOST_ANNOTATION_BYTES = 256 * 1024;
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");
  private static final Pattern PREFIX =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

  private MetadataSyntax() {}

  /** The first key that is wrong, or whose value is. */
  public static Optional<String> firstWrong(
      SortedMap<String, String> labels, SortedMap<String, String> annotations) {
    long size = 0;
    for (Map.Entry<String, String> annotation : annotations.entrySet()) {
      size += annotation.getKey().length() + (long) annotation.getValue().length();
      if (!isKey(annotation.getKey()) || size > MOST_ANNOTATION_BYTES) {
        return Optional.of(annotation.getKey());
      }
    }
    for (Map.Entry<String, String> label : labels.entrySet()) {
      String value = label.getValue();
      if (!isKey(label.getKey()) || !(value.isEmpty() || NAME.matcher(value).matches())) {
        return Optional.of(label.getKey());
      }
    }
    return Optional.empty();
  }

  private static boolean isKey(String key) {
    int slash = key.indexOf('/');
    return NAME.matcher(key.substring(slash + 1)).matches()
        && (slash < 0
            || (slash > 0 && slash <= 253 && PREFIX.matcher(key.substring(0, slash)).matches()));
  }
}
