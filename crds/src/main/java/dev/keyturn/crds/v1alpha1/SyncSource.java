package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** One remote secret that the target was made from. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SyncSource(
    @JsonPropertyDescription(
            "Kind and name of the store, or of an object that templates stand in. Example:"
                + " ClusterSecretStore/vault, ConfigMap/app-templates.")
        @Required
        @Size(max = 320)
        String store,
    @JsonPropertyDescription("Key at the backend; empty for an object that templates stand in.")
        @Required
        @Size(max = 1280)
        String key,
    @JsonPropertyDescription("Version that was read, where the backend has versions.")
        @Nullable
        @Size(max = 128)
        String version,
    @JsonPropertyDescription(
            "When the value ends, RFC 3339, where the backend says so. It is read again then at the"
                + " latest; after it the condition Ready says that it has ended.")
        @Nullable
        @Size(max = 40)
        String expires) {}
