package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import org.jspecify.annotations.Nullable;

/** Options of a generated pair of keys for signatures. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record KeyPairGenerator(
    @JsonPropertyDescription("RS256, ES256 or EdDSA. Default: ES256.")
        @Nullable
        @SchemaFrom(type = KeyPairAlgorithm.class)
        String algorithm,
    @JsonPropertyDescription("pem or jwk. Default: pem.")
        @Nullable
        @SchemaFrom(type = KeyPairFormat.class)
        String format) {}
