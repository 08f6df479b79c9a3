package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Login by AppRole. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.roleId) != has(self.roleRef)",
    message = "exactly one of roleId and roleRef must be set")
public record VaultAppRole(
    @JsonPropertyDescription("Mount of the auth method. Default: approle.")
        @Nullable
        @Size(min = 1, max = 256)
        @Pattern(Patterns.MOUNT)
        String path,
    @JsonPropertyDescription("The role id, where it is not secret.")
        @Nullable
        @Size(min = 1, max = 256)
        String roleId,
    @JsonPropertyDescription("The role id, kept in a Secret.") @Nullable KeyReference roleRef,
    @JsonPropertyDescription("The secret id, kept in a Secret.") @Required
        KeyReference secretRef) {}
