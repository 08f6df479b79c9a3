package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Chooses namespaces by their labels, with the meaning of a Kubernetes label selector. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NamespaceSelector(
    @JsonPropertyDescription(
            "Labels that a namespace must have, all of them. Example: {team: shop}.")
        @Nullable
        @Size(min = 1, max = 20)
        Map<String, @Size(max = 63) String> matchLabels,
    @JsonPropertyDescription("Further demands on the labels of a namespace, all of them.")
        @Nullable
        @Size(min = 1, max = 20)
        List<SelectorExpression> matchExpressions) {}
