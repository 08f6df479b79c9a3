package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** Login by a user's name and password. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record VaultPassword(
    @JsonPropertyDescription("Mount of the auth method. Default: userpass, under ldap: ldap.")
        @Nullable
        @Size(min = 1, max = 256)
        @Pattern(Patterns.MOUNT)
        String path,
    @JsonPropertyDescription("Name of the user. Example: shop.")
        @Required
        @Size(min = 1, max = 256)
        @Pattern(Patterns.VAULT_USER)
        String username,
    @JsonPropertyDescription("The password, kept in a Secret.") @Required KeyReference secretRef) {}
