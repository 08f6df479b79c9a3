package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** Login by Kubernetes Auth. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record InfisicalKubernetesAuth(
    @JsonPropertyDescription("The id of the machine identity, kept in a Secret.") @Required
        KeyReference identityId,
    @JsonPropertyDescription(
            "ServiceAccount whose short-lived token is presented. Its audiences default to"
                + " [infisical].")
        @Required
        ServiceAccountReference serviceAccountRef) {}
