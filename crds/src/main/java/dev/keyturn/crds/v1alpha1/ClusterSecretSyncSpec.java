package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Spec of ClusterSecretSync. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.namespaceSelector) != has(self.namespaces)",
    message = "exactly one of namespaceSelector and namespaces must be set")
public record ClusterSecretSyncSpec(
    @JsonPropertyDescription(
            "Labels by which namespaces are chosen, now and whenever one is made or relabelled; an"
                + " empty selector chooses all of them. Example: {matchLabels: {team: shop}}.")
        @Nullable NamespaceSelector namespaceSelector,
    @JsonPropertyDescription(
            "Names of the namespaces, in place of a selector; one that does not exist yet is served"
                + " when it does. Example: [shop, shop-staging].")
        @Nullable
        @Size(min = 1, max = 200)
        List<@Size(min = 1, max = 63) @Pattern(Patterns.LABEL) String> namespaces,
    @JsonPropertyDescription(
            "Name of the SecretSync in each namespace. Another name makes a new one and deletes the"
                + " old one. Default: the ClusterSecretSync's own name.")
        @Nullable
        @Size(min = 1, max = 253)
        @Pattern(Patterns.SUBDOMAIN)
        String name,
    @JsonPropertyDescription("Labels and annotations of the SecretSync in each namespace.")
        @Nullable StampMetadata metadata,
    @JsonPropertyDescription(
            "The spec of the SecretSync in each namespace, with the fields of SecretSync. What it"
                + " may read and write is decided by the TenantSecretScope of that namespace.")
        @Required
        SecretSyncSpec spec) {

  /** Stands for a spec that is not of the form that this version reads; it selects nothing. */
  public static final ClusterSecretSyncSpec UNREADABLE =
      new ClusterSecretSyncSpec(null, null, null, null, SecretSyncSpec.UNREADABLE);
}
