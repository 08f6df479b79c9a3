package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** How to log in to an API server. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.serviceAccount) != has(self.token)",
    message = "exactly one of serviceAccount and token must be set")
public record KubernetesAuth(
    @JsonPropertyDescription(
            "ServiceAccount whose short-lived token is presented. Its audiences default to the API"
                + " server's own.")
        @Nullable ServiceAccountReference serviceAccount,
    @JsonPropertyDescription("A token kept in a Secret.") @Nullable KubernetesToken token) {}
