package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** How a machine identity logs in to Infisical. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "(has(self.universalAuthCredentials) ? 1 : 0) + (has(self.kubernetesAuthCredentials) ? 1"
            + " : 0) + (has(self.tokenAuthCredentials) ? 1 : 0) == 1",
    message =
        "exactly one of universalAuthCredentials, kubernetesAuthCredentials and"
            + " tokenAuthCredentials must be set")
public record InfisicalAuth(
    @JsonPropertyDescription("Login by Universal Auth: a client id and a client secret.")
        @Nullable InfisicalUniversalAuth universalAuthCredentials,
    @JsonPropertyDescription("Login by Kubernetes Auth: the token of a ServiceAccount.")
        @Nullable InfisicalKubernetesAuth kubernetesAuthCredentials,
    @JsonPropertyDescription(
            "An access token made by Token Auth; neither renewed nor revoked by the operator.")
        @Nullable InfisicalTokenAuth tokenAuthCredentials) {}
