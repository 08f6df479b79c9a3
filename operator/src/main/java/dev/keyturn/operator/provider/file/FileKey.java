package dev.keyturn.operator.provider.file;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a key leads to.
 *
 * @param file real path
 * @param name of a member of the file's root, where the key names one
 * @param whole whether the key also names the whole file
 */
record FileKey(Path file, Optional<String> name, boolean whole) {

  /** In a single file a key names a member; the file's own name without extension names it all. */
  static FileKey inSingleFile(Path file, String key) {
    return new FileKey(
        file, Optional.of(key), key.equals(Format.stem(file.getFileName().toString())));
  }

  /** The member, else the whole root; empty where the file has neither. */
  Optional<Node> select(Node.Members root) {
    return name.<Node>map(root.members()::get)
        .or(() -> whole ? Optional.of(root) : Optional.empty());
  }
}
