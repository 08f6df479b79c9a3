package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Merges the members of values that are JSON objects. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "!has(self.strategy) || self.strategy != 'JSON' || has(self.into)",
    message = "strategy JSON needs into")
public record RewriteMerge(
    @JsonPropertyDescription(
            "Extract makes each member a key, JSON puts all of them under into and keeps the rest."
                + " Default: Extract.")
        @Nullable
        @SchemaFrom(type = MergeStrategy.class)
        String strategy,
    @JsonPropertyDescription("Key of the merged object; strategy JSON needs it. Default: none.")
        @Nullable
        @Size(min = 1, max = 253)
        String into,
    @JsonPropertyDescription(
            "What two members of one name are: Error, or Ignore, where the later one wins. Default:"
                + " Error.")
        @Nullable
        @SchemaFrom(type = ConflictPolicy.class)
        String conflictPolicy,
    @JsonPropertyDescription(
            "Keys whose values are merged last, in this order, so that the last one wins.")
        @Nullable
        @Size(min = 1, max = 100)
        List<@Size(min = 1, max = 253) String> priority,
    @JsonPropertyDescription(
            "What a key of priority that is not there is: Strict, a fault, or IgnoreNotFound."
                + " Default: Strict.")
        @Nullable
        @SchemaFrom(type = PriorityPolicy.class)
        String priorityPolicy) {}
