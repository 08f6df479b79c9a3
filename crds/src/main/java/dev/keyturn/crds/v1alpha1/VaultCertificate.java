package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** Login by the client certificate of the TLS connection. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record VaultCertificate(
    @JsonPropertyDescription("Mount of the auth method. Default: cert.")
        @Nullable
        @Size(min = 1, max = 256)
        @Pattern(Patterns.MOUNT)
        String path,
    @JsonPropertyDescription(
            "Role of the auth method. Default: Vault takes the first that the certificate fits.")
        @Nullable
        @Size(min = 1, max = 256)
        String vaultRole,
    @JsonPropertyDescription(
            "The certificate, PEM, followed by the authorities between it and the one that Vault"
                + " knows. Example: {name: vault-client, key: tls.crt}.")
        @Required
        KeyReference clientCert,
    @JsonPropertyDescription(
            "Its private key, PEM without a passphrase. Example: {name: vault-client, key:"
                + " tls.key}.")
        @Required
        KeyReference secretRef) {}
