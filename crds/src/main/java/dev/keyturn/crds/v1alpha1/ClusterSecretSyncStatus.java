package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Status of ClusterSecretSync. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ClusterSecretSyncStatus(
    @JsonPropertyDescription("Generation that this status speaks about.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription("Numbers of namespaces; they count all, also beyond the lists.")
        @Nullable Counts counts,
    @JsonPropertyDescription(
            "Namespaces that have their SecretSync: the first 100 in the order of their names.")
        @Nullable
        @Size(max = 100)
        List<@Size(max = 63) String> provisioned,
    @JsonPropertyDescription(
            "Selected namespaces that do not have their SecretSync, and why: the first 100 in the"
                + " order of their names.")
        @Nullable
        @Size(max = 100)
        List<FailedNamespace> failed,
    @JsonPropertyDescription("Ready, Reconciling and Stalled.") @Nullable @Size(max = 16)
        List<Condition> conditions) {

  /** Numbers of namespaces. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Counts(
      @JsonPropertyDescription("Selected namespaces that exist and are not being deleted.")
          int matched,
      @JsonPropertyDescription("Those that have their SecretSync.") int provisioned,
      @JsonPropertyDescription("Those that do not have it.") int failed) {}

  /** A namespace without its SecretSync. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record FailedNamespace(
      @JsonPropertyDescription("Name of the namespace.") @Required @Size(max = 63) String namespace,
      @JsonPropertyDescription("Error class, as docs/reference/errors.md lists them.")
          @Required
          @Size(max = 32)
          String reason,
      @JsonPropertyDescription("More of the cause, for example not-enrolled; absent where none.")
          @Nullable
          @Size(max = 32)
          String detail) {}
}
