package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** The life of the token in the target. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SyncToken(
    @JsonPropertyDescription("When it was made, RFC 3339.") @Nullable @Size(max = 40) String issued,
    @JsonPropertyDescription("When it ends as its maker says, RFC 3339.") @Nullable @Size(max = 40)
        String expires) {}
