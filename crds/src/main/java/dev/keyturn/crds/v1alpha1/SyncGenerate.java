package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** One value that is made where the backend has none. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SyncGenerate(
    @JsonPropertyDescription("Key of the target Secret. Example: session-key.")
        @Required
        @Size(min = 1, max = 253)
        @Pattern(Patterns.DATA_KEY)
        String secretKey,
    @JsonPropertyDescription("How the value is made.") @Required SyncGenerator generator,
    @JsonPropertyDescription("Where it is kept. A value that stands there wins.") @Required
        GenerateReference remoteRef) {}
