package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a pushed value goes. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PushReference(
    @JsonPropertyDescription("Key at the backend, after keyPrefix. Example: shop/tls.")
        @Required
        @Size(min = 1, max = 1024)
        String key,
    @JsonPropertyDescription(
            "Member of the secret at that key, a plain name; its other members stay. Default: the"
                + " whole value.")
        @Nullable
        @Size(min = 1, max = 253)
        @Pattern(Patterns.DATA_KEY)
        String property,
    @JsonPropertyDescription(
            "Metadata of the secret at the backend, where it keeps some."
                + " Example: {expires: 2030-01-01T00:00:00Z}.")
        @Nullable
        @Size(min = 1, max = 32)
        Map<@Size(min = 1, max = 128) String, @Size(min = 1, max = 512) String> metadata) {}
