package dev.keyturn.cli.migrate.gotemplate;

import dev.keyturn.cli.migrate.gotemplate.SecretRead.Engine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What all templates of one pod read, and under which keys a sync selects it for them. */
public final class Sources {
  /**
   * A value that the sync selects.
   *
   * @param property joined by dots; empty for the whole secret
   */
  public record Selected(String secretKey, SecretRead read, String property, boolean optional) {}

  private record Place(SecretRead read, String property) {}

  /** What the root of our templates holds. */
  public enum Shape {
    /** A key for each value that is read; a whole secret is one that holds JSON. */
    VALUES,
    /** The members of the one secret, which a template goes through. */
    MEMBERS,
    /** As {@link #VALUES}, by names that the members of a credential do not have. */
    QUALIFIED
  }

  private final Shape shape;
  private final @Nullable String keyValueVersion;
  private final Map<Place, Selected> selected = new LinkedHashMap<>();
  private final Map<String, Integer> versions = new LinkedHashMap<>();
  private final Set<SecretRead> reads = new LinkedHashSet<>();
  private final Set<SecretRead> wholes = new LinkedHashSet<>();
  private boolean nested;
  private final Set<String> notes = new LinkedHashSet<>();

  /**
   * Nothing is read yet.
   *
   * @param keyValueVersion {@code v1} or {@code v2} where the user says it, else null
   */
  public Sources(Shape shape, @Nullable String keyValueVersion) {
    this.shape = shape;
    this.keyValueVersion = keyValueVersion;
  }

  /** The shape that fits what was read; known when all templates were translated once. */
  public Shape wanted() {
    if (reads.size() == 1) {
      return wholes.isEmpty() || nested ? Shape.VALUES : Shape.MEMBERS;
    }
    boolean issued =
        reads.stream()
            .map(SecretRead::engine)
            .anyMatch(engine -> engine == Engine.DYNAMIC || engine == Engine.PKI);
    return issued ? Shape.QUALIFIED : Shape.VALUES;
  }

  public boolean hasMembers() {
    return shape == Shape.MEMBERS;
  }

  public List<Selected> selected() {
    return List.copyOf(selected.values());
  }

  public Set<SecretRead> reads() {
    return reads;
  }

  /** What users should know, each as a clause. */
  public Set<String> notes() {
    return notes;
  }

  void note(String clause) {
    notes.add(clause);
  }

  SecretRead read(SecretRead read, int line) {
    reads.add(read);
    if (read.engine() == Engine.KEY_VALUE && read.key().contains("/")) {
      note("of " + read.path() + " the mount is taken to be " + read.mount());
    }
    if (reads.stream().filter(each -> each.engine() == read.engine()).count() > 1
        && (read.engine() == Engine.DYNAMIC || read.engine() == Engine.PKI)) {
      throw new TemplateRefusal(line, "one sync has one dynamic credential and one certificate");
    }
    return read;
  }

  /** 1 or 2, or 0 where nothing said it yet. */
  public int version(SecretRead read) {
    if (read.engine() == Engine.KEY_VALUE_2) {
      return 2;
    }
    if (keyValueVersion != null) {
      return keyValueVersion.equals("v2") ? 2 : 1;
    }
    return versions.getOrDefault(read.mount(), 0);
  }

  void version(SecretRead read, int version, int line) {
    if (versions.merge(read.mount(), version, (known, _) -> known) != version) {
      throw new TemplateRefusal(
          line, "the mount " + read.mount() + " is read as version 1 and as version 2");
    }
  }

  /**
   * The root's key of a value. What one expression asks for leniently is optional: another that
   * needs it fails when it is missing.
   */
  String key(SecretRead read, List<String> path, boolean optional) {
    String property = String.join(".", path);
    nested |= path.size() > 1;
    if (hasMembers() && !path.isEmpty()) {
      return path.getFirst();
    }
    if (read.engine() == Engine.DYNAMIC || read.engine() == Engine.PKI) {
      return property;
    }
    Place place = new Place(read, property);
    Selected known = selected.get(place);
    if (known == null || (optional && !known.optional())) {
      String key = known == null ? freeKey(read, path) : known.secretKey();
      known = new Selected(key, read, property, optional);
      selected.put(place, known);
    }
    return known.secretKey();
  }

  void whole(SecretRead read) {
    wholes.add(read);
  }

  private String freeKey(SecretRead read, List<String> path) {
    String last = read.path().substring(read.path().lastIndexOf('/') + 1);
    List<String> names = new ArrayList<>();
    String field = String.join("_", path);
    if (shape != Shape.QUALIFIED) {
      names.add(path.isEmpty() ? last : field);
    }
    names.add(last + "_" + field);
    names.add(read.path().replace('/', '_') + "_" + field);
    for (String name : names) {
      String legal = name.replaceAll("[^A-Za-z0-9_.-]", "_");
      if (selected.values().stream().noneMatch(each -> each.secretKey().equals(legal))) {
        return legal;
      }
    }
    return "value" + selected.size();
  }
}
