package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Login by Vault's kubernetes auth method. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.serviceAccountRef) != has(self.secretRef)",
    message = "exactly one of serviceAccountRef and secretRef must be set")
public record VaultKubernetes(
    @JsonPropertyDescription("Mount of the auth method. Default: kubernetes.")
        @Nullable
        @Size(min = 1, max = 256)
        @Pattern(Patterns.MOUNT)
        String mountPath,
    @JsonPropertyDescription("Role of the auth method. Example: shop.")
        @Required
        @Size(min = 1, max = 256)
        String role,
    @JsonPropertyDescription("ServiceAccount whose short-lived token is presented.")
        @Nullable ServiceAccountReference serviceAccountRef,
    @JsonPropertyDescription("A ServiceAccount token kept in a Secret.")
        @Nullable KeyReference secretRef) {}
