package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Login by Vault's jwt auth method, which also holds OIDC roles. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.secretRef) != has(self.kubernetesServiceAccountToken)",
    message = "exactly one of secretRef and kubernetesServiceAccountToken must be set")
public record VaultJwt(
    @JsonPropertyDescription("Mount of the auth method. Default: jwt.")
        @Nullable
        @Size(min = 1, max = 256)
        @Pattern(Patterns.MOUNT)
        String path,
    @JsonPropertyDescription("Role of the auth method. Example: shop.")
        @Required
        @Size(min = 1, max = 256)
        String role,
    @JsonPropertyDescription("A JWT kept in a Secret.") @Nullable KeyReference secretRef,
    @JsonPropertyDescription("A ServiceAccount of Kubernetes whose short-lived token is presented.")
        @Nullable VaultServiceAccountToken kubernetesServiceAccountToken) {}
