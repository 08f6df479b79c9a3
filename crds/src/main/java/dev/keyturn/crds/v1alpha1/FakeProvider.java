package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values that stand in the store itself; for tests and demonstrations. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FakeProvider(
    @JsonPropertyDescription("The values. Later entries of the same key and version win.")
        @Required
        @Size(min = 1, max = 100)
        List<Entry> data) {

  /** One value under one key. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Entry(
      @JsonPropertyDescription("The remote key. Example: shop/database.")
          @Required
          @Size(min = 1, max = 1024)
          String key,
      @JsonPropertyDescription(
              "The value; text, or a JSON object for several properties."
                  + " Example: {\"username\": \"shop\"}.")
          @Required
          @Size(max = 16384)
          String value,
      @JsonPropertyDescription("Version of the value, a number. Default: 1.")
          @Nullable
          @Size(min = 1, max = 18)
          @Pattern("^[1-9][0-9]*$")
          String version) {}
}
