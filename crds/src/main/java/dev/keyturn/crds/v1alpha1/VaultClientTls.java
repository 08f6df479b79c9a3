package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** The client certificate that every connection to Vault shows. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record VaultClientTls(
    @JsonPropertyDescription(
            "The certificate, PEM, followed by the authorities between it and the one that the"
                + " server knows. Example: {name: vault-client, key: tls.crt}.")
        @Required
        KeyReference certSecretRef,
    @JsonPropertyDescription(
            "Its private key, PEM without a passphrase. Example: {name: vault-client, key:"
                + " tls.key}.")
        @Required
        KeyReference keySecretRef) {}
