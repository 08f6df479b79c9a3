package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Many keys of the target Secret from one place. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.extract) != has(self.find)",
    message = "exactly one of extract and find must be set")
public record SyncDataFrom(
    @JsonPropertyDescription(
            "All top-level members of one remote secret, or of the object at its property.")
        @Nullable RemoteReference extract,
    @JsonPropertyDescription(
            "Another store for this entry. Default: secretStoreRef, and its fallback.")
        @Nullable SourceReference sourceRef,
    @JsonPropertyDescription("Every secret below a folder, each as one key.")
        @Nullable SyncFind find,
    @JsonPropertyDescription(
            "Changes of the keys, one after the other. With one, no character is converted.")
        @Nullable
        @Size(min = 1, max = 20)
        List<SyncRewrite> rewrite) {}
