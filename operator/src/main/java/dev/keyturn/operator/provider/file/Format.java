package dev.keyturn.operator.provider.file;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The formats of files, told apart by name. */
enum Format {
  YAML,
  JSON,
  DOTENV;

  /** The format of a file name; empty for files that are none of ours. */
  static Optional<Format> of(String fileName) {
    if (fileName.equals(".env") || fileName.startsWith(".env.") || fileName.endsWith(".env")) {
      return Optional.of(DOTENV);
    }
    if (fileName.endsWith(".json")) {
      return Optional.of(JSON);
    }
    return fileName.endsWith(".yaml") || fileName.endsWith(".yml")
        ? Optional.of(YAML)
        : Optional.empty();
  }

  /** The name without its extension; {@code .env} and its like keep theirs, it is all they have. */
  static String stem(String fileName) {
    return fileName.startsWith(".")
        ? fileName
        : fileName.substring(0, Math.max(fileName.lastIndexOf('.'), 1));
  }

  /** Reads a file; the root must be a mapping. */
  Node.Members read(byte[] bytes) throws Malformed {
    String text = decoded(bytes);
    return switch (this) {
      case YAML -> YamlReader.read(text);
      case JSON -> JsonReader.read(text);
      case DOTENV -> DotEnvReader.read(text);
    };
  }

  private static String decoded(byte[] bytes) throws Malformed {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\ufeff") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new Malformed();
    }
  }
}
