package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** A token that Kubernetes makes for one login. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record VaultServiceAccountToken(
    @JsonPropertyDescription("Whose token it is. Its audiences default to [vault].") @Required
        ServiceAccountReference serviceAccountRef) {}
