package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/** Options of generated random bytes. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BytesGenerator(
    @JsonPropertyDescription("Number of random bytes. Default: 32.") @Nullable @Min(16) @Max(1024)
        Integer size,
    @JsonPropertyDescription(
            "How they are spelled: base64, base64url (without padding), hex or raw. Default:"
                + " base64.")
        @Nullable
        @SchemaFrom(type = BytesEncoding.class)
        String encoding) {}
