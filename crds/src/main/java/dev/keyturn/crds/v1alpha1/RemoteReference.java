package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** One value, or one secret of several values, at the backend. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RemoteReference(
    @JsonPropertyDescription(
            "Key at the backend, after keyPrefix. Of Vault and OpenBao also a static role, without"
                + " keyPrefix: role:database/static-creds/shop. Example: shop/database.")
        @Required
        @Size(min = 1, max = 1024)
        String key,
    @JsonPropertyDescription(
            "Member of the value, a path into JSON. Example: user.name. Default: the whole value.")
        @Nullable
        @Size(min = 1, max = 512)
        String property,
    @JsonPropertyDescription("Version to pin. Default: the newest.")
        @Nullable
        @Size(min = 1, max = 64)
        String version,
    @JsonPropertyDescription(
            "How the bytes are decoded: None, Base64, Base64URL or Auto. Default: None.")
        @Nullable
        @SchemaFrom(type = DecodingStrategy.class)
        String decodingStrategy,
    @JsonPropertyDescription(
            "What becomes of characters that a key may not have, in an extract: Default makes them"
                + " _, Unicode _U and their number and _. Not with a rewrite. Default: Default.")
        @Nullable
        @SchemaFrom(type = ConversionStrategy.class)
        String conversionStrategy,
    @JsonPropertyDescription(
            "None reads the value, Fetch the backend's metadata or tags. Default: None.")
        @Nullable
        @SchemaFrom(type = MetadataPolicy.class)
        String metadataPolicy) {}
