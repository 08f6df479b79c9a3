package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Status of SecretStore and ClusterSecretStore. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SecretStoreStatus(
    @JsonPropertyDescription("Generation that this status speaks about.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription("Type of the backend. Example: vault.") @Nullable @Size(max = 32)
        String provider,
    @JsonPropertyDescription("Version that the backend says of itself. Example: 1.21.1.")
        @Nullable
        @Size(max = 64)
        String serverVersion,
    @JsonPropertyDescription("ReadOnly, WriteOnly or ReadWrite.") @Nullable @Size(max = 16)
        String capabilities,
    @JsonPropertyDescription("When the shared login ends, RFC 3339; absent where it has no end.")
        @Nullable
        @Size(max = 40)
        String tokenExpiry,
    @JsonPropertyDescription("Number of syncs that use this store.") @Nullable Integer dependents,
    @JsonPropertyDescription("Ready, Reachable, Authenticated, Reconciling and Stalled.")
        @Nullable
        @Size(max = 16)
        List<Condition> conditions) {}
