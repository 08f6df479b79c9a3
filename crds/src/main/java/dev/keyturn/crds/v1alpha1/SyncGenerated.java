package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** One generated value that the backend keeps. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SyncGenerated(
    @JsonPropertyDescription("Key of the target Secret.") @Required @Size(max = 253)
        String secretKey,
    @JsonPropertyDescription("Kind and name of the store. Example: SecretStore/vault.")
        @Required
        @Size(max = 320)
        String store,
    @JsonPropertyDescription("Key at the backend.") @Required @Size(max = 1280) String key,
    @JsonPropertyDescription("Member of the secret at that key.") @Nullable @Size(max = 253)
        String property) {}
