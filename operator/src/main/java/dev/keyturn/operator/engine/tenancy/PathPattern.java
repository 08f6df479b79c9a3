package dev.keyturn.operator.engine.tenancy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A path of a grant: whole segments, {@code *} for exactly one, {@code **} at the end for one or
 * more, {@code ${namespace}} and {@code ${tenant}} for one segment of that name. Segments are
 * compared character by character, so matching costs time linear in the length of the path.
 */
public final class PathPattern {
  private final String text;
  private final List<Segment> segments;
  private final boolean open;

  private PathPattern(String text, List<Segment> segments, boolean open) {
    this.text = text;
    this.segments = segments;
    this.open = open;
  }

  private sealed interface Segment {

    /** Only this text. */
    record Literal(String text) implements Segment {}

    /** Any one segment. */
    record Any() implements Segment {}

    /** The name of the namespace that asks. */
    record Namespace() implements Segment {}

    /** The tenant of the scope. */
    record Tenant() implements Segment {}
  }

  /** Reads a pattern; empty where the grammar does not allow it, so that it grants nothing. */
  public static Optional<PathPattern> parse(String text) {
    List<String> parts = List.of(text.split("/", -1));
    boolean open = parts.getLast().equals("**");
    List<Segment> segments = new ArrayList<>();
    for (String part : open ? parts.subList(0, parts.size() - 1) : parts) {
      Optional<Segment> segment = segment(part);
      if (segment.isEmpty()) {
        return Optional.empty();
      }
      segments.add(segment.get());
    }
    return Optional.of(new PathPattern(text, List.copyOf(segments), open));
  }

  private static Optional<Segment> segment(String part) {
    return switch (part) {
      case "*" -> Optional.of(new Segment.Any());
      case "${namespace}" -> Optional.of(new Segment.Namespace());
      case "${tenant}" -> Optional.of(new Segment.Tenant());
      default ->
          RemotePath.canonical(part) instanceof RemotePath.Canonical.Ok && !part.contains("$")
              ? Optional.of(new Segment.Literal(part))
              : Optional.empty();
    };
  }

  /** Whether the whole path matches, for this namespace and tenant. */
  public boolean matches(RemotePath path, String namespace, String tenant) {
    int size = path.segments().size();
    boolean length = open ? size > segments.size() : size == segments.size();
    boolean named = path.isStoredValue() || namesClass();
    return length && named && agreeing(path, namespace, tenant) == segments.size();
  }

  /** What is no stored value is granted by its class, never by a wildcard that also meets it. */
  private boolean namesClass() {
    return !segments.isEmpty() && segments.getFirst() instanceof Segment.Literal;
  }

  /** Whether something below the folder can match, for this namespace and tenant. */
  boolean reachesBelow(RemoteFolder folder, String namespace, String tenant) {
    List<String> names = folder.segments();
    for (int i = 0; i < Math.min(names.size(), segments.size()); i++) {
      if (!agrees(segments.get(i), names.get(i), namespace, tenant)) {
        return false;
      }
    }
    return open || segments.size() > names.size();
  }

  /** Number of leading segments that agree; tells which pattern is nearest to a refused path. */
  int agreeing(RemotePath path, String namespace, String tenant) {
    int most = Math.min(segments.size(), path.segments().size());
    int i = 0;
    while (i < most && agrees(segments.get(i), path.segments().get(i), namespace, tenant)) {
      i++;
    }
    return i;
  }

  private static boolean agrees(Segment segment, String name, String namespace, String tenant) {
    return switch (segment) {
      case Segment.Literal(String text) -> text.equals(name);
      case Segment.Any() -> true;
      case Segment.Namespace() -> namespace.equals(name);
      case Segment.Tenant() -> tenant.equals(name);
    };
  }

  /** The pattern as the scope spells it. */
  @Override
  public String toString() {
    return text;
  }
}
