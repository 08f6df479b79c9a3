package dev.keyturn.proof;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * One row of the feature list.
 *
 * @param id for example F012
 * @param what what the user gets
 * @param accepted what a test must show
 */
record Feature(String id, String what, String accepted) {

  static List<Feature> read(Path file) throws IOException {
    return new YAMLMapper().readValue(file.toFile(), new TypeReference<List<Feature>>() {});
  }
}
