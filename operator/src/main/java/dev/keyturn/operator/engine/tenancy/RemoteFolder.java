package dev.keyturn.operator.engine.tenancy;

import java.util.List;
import java.util.Optional;

/**
 * A folder of a store, in the spelling of {@link RemotePath}.
 *
 * @param path empty for the root of the store
 */
public record RemoteFolder(Optional<RemotePath> path) {
  public static final RemoteFolder ROOT = new RemoteFolder(Optional.empty());

  /** Reads a folder; one slash at its end is allowed, the empty text is the root. */
  public static Optional<RemoteFolder> of(String text) {
    String trimmed = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    if (trimmed.isEmpty()) {
      return text.isEmpty() ? Optional.of(ROOT) : Optional.empty();
    }
    return RemotePath.canonical(trimmed) instanceof RemotePath.Canonical.Ok(RemotePath path)
        ? Optional.of(new RemoteFolder(Optional.of(path)))
        : Optional.empty();
  }

  /** Where something of that name below it stands. */
  public String child(String name) {
    return path.map(folder -> folder + "/" + name).orElse(name);
  }

  List<String> segments() {
    return path.map(RemotePath::segments).orElse(List.of());
  }

  /** The folder without a slash at its end; the root is empty. */
  @Override
  public String toString() {
    return path.map(RemotePath::toString).orElse("");
  }
}
