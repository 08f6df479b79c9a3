package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** What an application registered in Entra ID proves itself with. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AzureAuthSecret(
    @JsonPropertyDescription(
            "The application's client id, kept in a Secret; of a ManagedIdentity the id of a"
                + " user-assigned one. Default: none.")
        @Nullable KeyReference clientId,
    @JsonPropertyDescription(
            "The client secret, kept in a Secret; only for ServicePrincipal. Default: none.")
        @Nullable KeyReference clientSecret,
    @JsonPropertyDescription(
            "Certificate and private key (PKCS #8) as PEM, kept in a Secret; only for"
                + " ServicePrincipal, instead of clientSecret. Default: none.")
        @Nullable KeyReference clientCertificate) {}
