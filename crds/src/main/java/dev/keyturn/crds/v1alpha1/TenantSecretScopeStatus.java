package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Status of TenantSecretScope. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TenantSecretScopeStatus(
    @JsonPropertyDescription("Generation that this status speaks about.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription("The namespaces and the UIDs they are bound to.")
        @Nullable
        @Size(max = 400)
        List<BoundNamespace> namespaces,
    @JsonPropertyDescription("Number of bound namespaces.") @Nullable Integer namespaceCount,
    @JsonPropertyDescription("Number of stores that the scope opens.") @Nullable Integer stores,
    @JsonPropertyDescription("Number of syncs in the bound namespaces.") @Nullable Integer syncs,
    @JsonPropertyDescription("Ready, Enforced, Conflicting, Reconciling and Stalled.")
        @Nullable
        @Size(max = 16)
        List<Condition> conditions) {

  /** A namespace by name and UID. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record BoundNamespace(
      @JsonPropertyDescription("Name of the namespace.") @Required @Size(max = 63) String name,
      @JsonPropertyDescription("UID that the name was bound to when it was first seen.")
          @Required
          @Size(max = 64)
          String uid,
      @JsonPropertyDescription(
              "False: the namespace now has another UID and inherits nothing until the annotation"
                  + " keyturn.dev/rebind names it.")
          boolean bound) {}
}
