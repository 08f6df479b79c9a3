package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A condition of the shape of metav1.Condition. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Condition(
    @JsonPropertyDescription("Type of the condition, for example Ready.")
        @Required
        @Size(min = 1, max = 63)
        String type,
    @JsonPropertyDescription("True, False or Unknown.")
        @Required
        @Size(max = 7)
        @Pattern("^(True|False|Unknown)$")
        String status,
    @JsonPropertyDescription(
            "Why, as one word: UpToDate, or an error class such as KeyMissing"
                + " (docs/reference/errors.md).")
        @Required
        @Size(min = 1, max = 63)
        String reason,
    @JsonPropertyDescription("Cause, object and next step in one sentence; never a secret value.")
        @Required
        @Size(max = 1024)
        String message,
    @JsonPropertyDescription("When the status last changed, RFC 3339.") @Required @Size(max = 40)
        String lastTransitionTime,
    @JsonPropertyDescription("Generation of the object that this condition speaks about.")
        @Nullable Long observedGeneration) {

  public static final String READY = "Ready";
  public static final String SYNCED = "Synced";
  public static final String RECONCILING = "Reconciling";
  public static final String STALLED = "Stalled";
  public static final String REACHABLE = "Reachable";
  public static final String AUTHENTICATED = "Authenticated";
  public static final String SCOPE_ALLOWED = "ScopeAllowed";
  public static final String WORKLOADS_UPDATED = "WorkloadsUpdated";
  public static final String PUSHED = "Pushed";
  public static final String ENFORCED = "Enforced";
  public static final String CONFLICTING = "Conflicting";
}
