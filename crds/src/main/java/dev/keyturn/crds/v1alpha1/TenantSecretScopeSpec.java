package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Spec of TenantSecretScope. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TenantSecretScopeSpec(
    @JsonPropertyDescription("Name of the tenant, a DNS label; ${tenant} in paths. Example: shop.")
        @Required
        @Size(min = 1, max = 63)
        @Pattern(Patterns.LABEL)
        String tenant,
    @JsonPropertyDescription("Enforce. Default: Enforce.")
        @Nullable
        @SchemaFrom(type = ScopeMode.class)
        String mode,
    @JsonPropertyDescription("The namespaces of the tenant.") @Required ScopeNamespaces namespaces,
    @JsonPropertyDescription("What the namespaces may reach; nothing that is not named here.")
        @Nullable
        @Size(min = 1, max = 50)
        List<StoreGrant> stores,
    @JsonPropertyDescription(
            "What the SecretStores of the namespaces may be. Default: only those that stores names"
                + " are usable, within what the operator allows.")
        @Nullable OwnStores ownStores,
    @JsonPropertyDescription("What the SecretSyncs of the namespaces may cost. Default: no limit.")
        @Nullable ScopeLimits limits) {

  /** Stands for a spec that is not of the form that this version reads; it grants nothing. */
  public static final TenantSecretScopeSpec UNREADABLE =
      new TenantSecretScopeSpec(
          "unreadable", null, new ScopeNamespaces(List.of()), null, null, null);
}
