package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A certificate with its key, issued by a PKI engine of Vault or OpenBao. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CertificateSource(
    @JsonPropertyDescription("Mount of the PKI engine. Default: pki.")
        @Nullable
        @Size(min = 1, max = 256)
        @Pattern(Patterns.MOUNT)
        String mount,
    @JsonPropertyDescription("Role of the PKI engine that issues. Example: web.")
        @Required
        @Size(min = 1, max = 256)
        @Pattern(Patterns.NAME)
        String role,
    @JsonPropertyDescription(
            "Issuer of the engine, by name or id. Default: the issuer of the role.")
        @Nullable
        @Size(min = 1, max = 256)
        @Pattern(Patterns.NAME)
        String issuerRef,
    @JsonPropertyDescription("Common name of the certificate. Example: shop.example.com.")
        @Required
        @Size(min = 1, max = 253)
        String commonName,
    @JsonPropertyDescription("Further DNS names and e-mail addresses.") @Nullable @Size(max = 100)
        List<@Size(max = 253) String> altNames,
    @JsonPropertyDescription("IP addresses. Example: [10.0.0.7].") @Nullable @Size(max = 100)
        List<@Size(max = 64) String> ipSans,
    @JsonPropertyDescription("URIs. Example: [spiffe://example.com/shop].")
        @Nullable
        @Size(max = 100)
        List<@Size(max = 2048) String> uriSans,
    @JsonPropertyDescription("Life to ask for. Default: the role's.")
        @Nullable
        @Size(min = 2, max = 32)
        @Pattern(Durations.PATTERN)
        String ttl,
    @JsonPropertyDescription(
            "When the next certificate is issued: a share of the life before its end, as 1/3, or a"
                + " time before it, as 72h; give or take 5 %. Default: 1/3.")
        @Nullable
        @Size(min = 2, max = 32)
        @Pattern(Patterns.SHARE_OR_DURATION)
        String renewBefore) {}
