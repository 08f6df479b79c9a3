package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** Where a generated value is kept at the backend. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GenerateReference(
    @JsonPropertyDescription(
            "Key at the backend, after keyPrefix. Example: shop/generated/session.")
        @Required
        @Size(min = 1, max = 1024)
        String key,
    @JsonPropertyDescription(
            "Member of the secret at that key, a plain name. Default: the whole value, which not"
                + " every backend can keep.")
        @Nullable
        @Size(min = 1, max = 253)
        @Pattern(Patterns.DATA_KEY)
        String property) {}
