package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** One secret at a backend that was pushed. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SyncPushed(
    @JsonPropertyDescription("Kind and name of the store. Example: SecretStore/vault.")
        @Required
        @Size(max = 320)
        String store,
    @JsonPropertyDescription("Key at the backend.") @Required @Size(max = 1280) String key,
    @JsonPropertyDescription(
            "Version that was written or found equal, where the backend has versions.")
        @Nullable
        @Size(max = 128)
        String version,
    @JsonPropertyDescription("Keyed hash of what was pushed.") @Nullable @Size(max = 64)
        String hash,
    @JsonPropertyDescription("Versions of the source Secrets at that time.")
        @Nullable
        @Size(max = 1024)
        String sources,
    @JsonPropertyDescription("Delete where the secret goes with its push. Default: None.")
        @Nullable
        @SchemaFrom(type = PushDeletionPolicy.class)
        String deletionPolicy) {}
