package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** How to log in to Google Cloud. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "(has(self.secretRef) ? 1 : 0) + (has(self.workloadIdentity) ? 1 : 0)"
            + " + (has(self.metadata) ? 1 : 0) == 1",
    message = "exactly one of secretRef, workloadIdentity and metadata must be set")
public record GcpAuth(
    @JsonPropertyDescription("A service account's key kept in a Secret.")
        @Nullable GcpServiceAccountKey secretRef,
    @JsonPropertyDescription(
            "A ServiceAccount of Kubernetes: its token is exchanged at Google's security token"
                + " service.")
        @Nullable GcpWorkloadIdentity workloadIdentity,
    @JsonPropertyDescription(
            "The operator's own identity, asked of the metadata server; only on a"
                + " ClusterSecretStore. Example: {}.")
        @Nullable GcpMetadata metadata) {}
