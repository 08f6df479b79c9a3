package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Spec of SecretStore and ClusterSecretStore. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "!(has(self.caBundle) && has(self.caProvider))",
    message = "caBundle and caProvider exclude each other")
@ValidationRule(
    value =
        "!has(self.refreshInterval) || self.refreshInterval.contains('d')"
            + " || duration(self.refreshInterval) >= duration('10s')",
    message = "refreshInterval must be at least 10s",
    fieldPath = ".refreshInterval")
public record SecretStoreSpec(
    @JsonPropertyDescription("The backend: exactly one key.") @Required StoreProvider provider,
    @JsonPropertyDescription("How often the store itself is probed, at least 10s. Default: 5m.")
        @Nullable
        @Size(min = 2, max = 32)
        @Pattern(Durations.PATTERN)
        String refreshInterval,
    @JsonPropertyDescription(
            "Certificate authorities of the backend as PEM text. Default: the system's.")
        @Nullable
        @Size(min = 1, max = 65536)
        String caBundle,
    @JsonPropertyDescription("Certificate authorities of the backend, kept in the cluster.")
        @Nullable CaProvider caProvider,
    @JsonPropertyDescription("Put before every remote key. Example: prod/. Default: nothing.")
        @Nullable
        @Size(min = 1, max = 256)
        String keyPrefix,
    @JsonPropertyDescription("Deadlines of the calls to the backend.")
        @Nullable StoreTimeouts timeouts,
    @JsonPropertyDescription("Values shared by all syncs of this store.")
        @Nullable StoreCache cache,
    @JsonPropertyDescription("The most that the backend is asked, by all syncs together.")
        @Nullable StoreLimits limits,
    @JsonPropertyDescription("The tries inside one read.") @Nullable StoreRetry retry,
    @JsonPropertyDescription(
            "What syncs may do with the stored values. ReadOnly refuses generate and push,"
                + " WriteOnly refuses data and dataFrom. Default: ReadWrite.")
        @Nullable
        @SchemaFrom(type = StoreAccess.class)
        String access,
    @JsonPropertyDescription(
            "Which keys syncs may read and write; others are refused before any call. Default:"
                + " all.")
        @Nullable StoreNaming naming) {

  /** Stands for a spec that is not of the form that this version reads. */
  public static final SecretStoreSpec UNREADABLE =
      new SecretStoreSpec(
          new StoreProvider(null, null, null, null, null, null, null, null, null, null, null),
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null);
}
