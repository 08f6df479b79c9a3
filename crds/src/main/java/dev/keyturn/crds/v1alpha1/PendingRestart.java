package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/**
 * A restart that is owed to the workloads, written together with the change that it is owed for.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PendingRestart(
    @JsonPropertyDescription(
            "Keyed hash of what the target was made from when a value last changed; the workloads"
                + " get it as annotation secret.keyturn.dev/<secret>.")
        @Required
        @Size(max = 64)
        String hash,
    @JsonPropertyDescription("When the first change that is still owed was seen, RFC 3339.")
        @Required
        @Size(max = 40)
        String since) {}
