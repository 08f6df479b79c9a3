package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A key-value mount of HashiCorp Vault or OpenBao. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record VaultProvider(
    @JsonPropertyDescription("Address of the server. Example: https://vault.vault.svc:8200.")
        @Required
        @Size(min = 8, max = 512)
        @Pattern("^https?://[^\\s/?#@]+(/[^\\s?#]*)?$")
        String server,
    @JsonPropertyDescription(
            "Mount of the key-value engine, without slashes at its ends. Default: secret.")
        @Nullable
        @Size(min = 1, max = 256)
        @Pattern(Patterns.MOUNT)
        String path,
    @JsonPropertyDescription("Version of the key-value engine: v1 or v2. Default: v2.")
        @Nullable
        @SchemaFrom(type = VaultKeyValueVersion.class)
        String version,
    @JsonPropertyDescription(
            "Vault Enterprise or OpenBao namespace of the data. Default: the root namespace.")
        @Nullable
        @Size(min = 1, max = 256)
        @Pattern(Patterns.VAULT_NAMESPACE)
        String namespace,
    @JsonPropertyDescription("How to log in; exactly one method.") @Required VaultAuth auth) {}
