package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** Many keys of the target Secret from one place. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SyncDataFrom(
    @JsonPropertyDescription(
            "All top-level members of one remote secret, or of the object at its property.")
        @Required
        RemoteReference extract,
    @JsonPropertyDescription(
            "Another store for this entry. Default: secretStoreRef, and its fallback.")
        @Nullable SourceReference sourceRef) {}
