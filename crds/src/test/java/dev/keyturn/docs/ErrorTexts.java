package dev.keyturn.docs;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What the page of errors says of one class.
 *
 * @param errorClass the class
 * @param cause what happened
 * @param action what to do
 * @param next when the operator tries again by itself
 * @param details text of a detail to what it means in this class
 */
record ErrorTexts(
    @JsonProperty("class") ErrorClass errorClass,
    String cause,
    String action,
    String next,
    Map<String, String> details) {

  static List<ErrorTexts> read(Path file) throws IOException {
    return new YAMLMapper().readValue(file.toFile(), new TypeReference<List<ErrorTexts>>() {});
  }
}
