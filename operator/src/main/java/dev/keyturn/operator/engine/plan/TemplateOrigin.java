package dev.keyturn.operator.engine.plan;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.crds.v1alpha1.SyncSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where templates stand besides the spec's own. */
public sealed interface TemplateOrigin {
  /** One template that makes a YAML map of key to text. */
  record Literal(String text) implements TemplateOrigin {}

  /**
   * An object of the sync's namespace; each of its keys is a template.
   *
   * @param items the keys that are meant; empty means every key
   */
  record Referenced(Kind kind, String name, List<String> items) implements TemplateOrigin {
    /** As a store of {@code status.sources}. */
    String source() {
      return kind.word + "/" + name;
    }

    /** The version that the target was made from. */
    public Optional<String> applied(Optional<SecretSyncStatus> status) {
      @Nullable List<SyncSource> sources = status.map(SecretSyncStatus::sources).orElse(null);
      return sources == null
          ? Optional.empty()
          : sources.stream()
              .filter(it -> it.store().equals(source()))
              .findFirst()
              .flatMap(it -> Optional.ofNullable(it.version()));
    }

    /** For messages. */
    public String words() {
      return kind.word + " " + name;
    }

    /** The object is not there. */
    public Problem missing() {
      return Problem.of(ErrorClass.TemplateError, Detail.KEY, words());
    }

    /**
     * Takes the items, or every key.
     *
     * @param keys that the object has
     * @param text of a key; empty where it is not there or no text
     * @param texts gets them
     * @return the first that cannot be had
     */
    public Optional<Problem> take(
        Set<String> keys,
        Function<String, Optional<String>> text,
        SortedMap<String, String> texts) {
      for (String key : items.isEmpty() ? keys : items) {
        Optional<String> found = text.apply(key);
        if (found.isEmpty()) {
          return Optional.of(
              Problem.of(ErrorClass.TemplateError, Detail.KEY, words() + ", key " + key));
        }
        texts.put(key, found.get());
      }
      return Optional.empty();
    }
  }

  /** What may hold templates. */
  enum Kind {
    CONFIG_MAP("ConfigMap"),
    SECRET("Secret");

    private final String word;

    Kind(String word) {
      this.word = word;
    }
  }
}
