package dev.keyturn.cli.migrate.gotemplate;

import dev.keyturn.cli.migrate.gotemplate.SecretRead.Engine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What all templates of one pod read, and under which keys a sync selects it for them.
 *
 * <p>With one secret that a template goes through as a whole, its members are the root itself;
 * otherwise a whole secret is one key that holds JSON.
 */
public final class Sources {
  /**
   * A value that the sync selects.
   *
   * @param property joined by dots; empty for the whole secret
   */
  public record Selected(String secretKey, SecretRead read, String property, boolean optional) {}

  private record Place(SecretRead read, String property) {}

  private final boolean members;
  private final @Nullable String keyValueVersion;
  private final Map<Place, Selected> selected = new LinkedHashMap<>();
  private final Map<String, Integer> versions = new LinkedHashMap<>();
  private final Set<SecretRead> reads = new LinkedHashSet<>();
  private final Set<SecretRead> wholes = new LinkedHashSet<>();
  private final Set<String> notes = new LinkedHashSet<>();

  /**
   * @param members the members of the one secret are the root
   * @param keyValueVersion {@code v1} or {@code v2} where the user says it, else null
   */
  public Sources(boolean members, @Nullable String keyValueVersion) {
    this.members = members;
    this.keyValueVersion = keyValueVersion;
  }

  /** Whether the members of its one secret had better be the root. */
  public boolean wantsMembers() {
    return reads.size() == 1 && !wholes.isEmpty();
  }

  public boolean hasMembers() {
    return members;
  }

  public List<Selected> selected() {
    return List.copyOf(selected.values());
  }

  public Set<SecretRead> reads() {
    return reads;
  }

  /** What users should know, each as a sentence. */
  public Set<String> notes() {
    return notes;
  }

  void note(String sentence) {
    notes.add(sentence);
  }

  SecretRead read(SecretRead read, int line) {
    reads.add(read);
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

  /** The root's key of a value. */
  String key(SecretRead read, List<String> path, boolean optional) {
    String property = String.join(".", path);
    if (members && !path.isEmpty()) {
      return path.getFirst();
    }
    switch (read.engine()) {
      case DYNAMIC -> {
        return property;
      }
      case PKI -> {
        return property;
      }
      case KEY_VALUE, KEY_VALUE_2, STATIC_ROLE -> {}
    }
    Place place = new Place(read, property);
    Selected known = selected.get(place);
    if (known == null || known.optional() && !optional) {
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
    names.add(path.isEmpty() ? last : field);
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
