package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/** Options of a generated SSH key. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SshKeyGenerator(
    @JsonPropertyDescription("ed25519 or rsa. Default: ed25519.")
        @Nullable
        @SchemaFrom(type = SshKeyType.class)
        String type,
    @JsonPropertyDescription("Size of an rsa key in bits. Default: 3072.")
        @Nullable
        @Min(3072)
        @Max(4096)
        Integer bits) {}
