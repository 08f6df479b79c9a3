package dev.keyturn.operator.engine.tenancy;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The path of a stored value in the one spelling that scopes compare: segments between single
 * slashes, relative to the root of the store, after its prefix. Only {@link #canonical} makes one.
 */
public final class RemotePath {
  private static final String ROLE = "role:";
  private static final List<String> CLASSES =
      List.of("dynamic:", "pki:", "token:", "transit:", RemotePath.ROLE);
  private static final int MAX_BYTES = 1024;
  private static final int MAX_SEGMENTS = 64;

  private final List<String> segments;

  private RemotePath(List<String> segments) {
    this.segments = segments;
  }

  /** What became of a text. */
  public sealed interface Canonical {

    /** The text is canonical. */
    record Ok(RemotePath path) implements Canonical {}

    /** The text is not; nothing is repaired, because a backend might repair it differently. */
    record Refused(Reason reason) implements Canonical {}
  }

  /** Why a text is no canonical path. */
  public enum Reason {
    /** An empty path, or nothing between two slashes or at an end. */
    EMPTY_SEGMENT,
    /** {@code .} or {@code ..}. */
    DOT_SEGMENT,
    /** Space at the start or the end of a segment. */
    OUTER_SPACE,
    /** One of {@code % \ ? # *}: encoded, or with a meaning of its own somewhere. */
    FORBIDDEN_CHARACTER,
    /** A control, format, separator or unpaired surrogate character. */
    CONTROL_CHARACTER,
    /** Unicode that is not in normal form C. */
    NOT_NORMALIZED,
    /** More than 1,024 bytes of UTF-8, or more than 64 segments. */
    TOO_LONG
  }

  /** Reads a path; costs time linear in its length and never throws. */
  public static Canonical canonical(String text) {
    if (text.length() > MAX_BYTES || text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      return new Canonical.Refused(Reason.TOO_LONG);
    }
    if (text.codePoints().anyMatch(RemotePath::isControl)) {
      return new Canonical.Refused(Reason.CONTROL_CHARACTER);
    }
    if (!Normalizer.isNormalized(text, Normalizer.Form.NFC)) {
      return new Canonical.Refused(Reason.NOT_NORMALIZED);
    }
    List<String> segments = List.of(text.split("/", -1));
    if (segments.size() > MAX_SEGMENTS) {
      return new Canonical.Refused(Reason.TOO_LONG);
    }
    return segments.stream()
        .map(RemotePath::problemOf)
        .flatMap(Optional::stream)
        .findFirst()
        .<Canonical>map(Canonical.Refused::new)
        .orElseGet(() -> new Canonical.Ok(new RemotePath(segments)));
  }

  private static Optional<Reason> problemOf(String segment) {
    if (segment.isEmpty()) {
      return Optional.of(Reason.EMPTY_SEGMENT);
    }
    if (segment.equals(".") || segment.equals("..")) {
      return Optional.of(Reason.DOT_SEGMENT);
    }
    if (isSpace(segment.codePointAt(0)) || isSpace(segment.codePointBefore(segment.length()))) {
      return Optional.of(Reason.OUTER_SPACE);
    }
    return segment.chars().anyMatch(c -> "%\\?#*".indexOf(c) >= 0)
        ? Optional.of(Reason.FORBIDDEN_CHARACTER)
        : Optional.empty();
  }

  private static boolean isSpace(int codePoint) {
    return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint);
  }

  private static boolean isControl(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }

  /**
   * True for a key that is read and yet no stored value: {@code role:database/static-creds/app}.
   */
  public static boolean isOfRole(String key) {
    return key.startsWith(ROLE);
  }

  /** False for a path with a class before it: {@code dynamic:database/creds/app}. */
  boolean isStoredValue() {
    return CLASSES.stream().noneMatch(segments.getFirst()::startsWith);
  }

  List<String> segments() {
    return segments;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RemotePath path && segments.equals(path.segments);
  }

  @Override
  public int hashCode() {
    return segments.hashCode();
  }

  /** The path as it was read. */
  @Override
  public String toString() {
    return String.join("/", segments);
  }
}
