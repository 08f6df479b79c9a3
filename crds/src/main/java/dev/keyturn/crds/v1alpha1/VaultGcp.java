package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Login by a service account of Google Cloud (roles of type iam; with metadata also gce). */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "(has(self.secretRef) ? 1 : 0) + (has(self.workloadIdentity) ? 1 : 0)"
            + " + (has(self.metadata) ? 1 : 0) == 1",
    message = "exactly one of secretRef, workloadIdentity and metadata must be set")
@ValidationRule(
    value = "!has(self.workloadIdentity) || has(self.workloadIdentity.gcpServiceAccountEmail)",
    message = "workloadIdentity needs gcpServiceAccountEmail")
@ValidationRule(
    value =
        "!has(self.workloadIdentity) || has(self.workloadIdentity.audience)"
            + " || has(self.workloadIdentity.clusterProjectID)",
    message = "workloadIdentity needs audience or clusterProjectID")
public record VaultGcp(
    @JsonPropertyDescription("Mount of the auth method. Default: gcp.")
        @Nullable
        @Size(min = 1, max = 256)
        @Pattern(Patterns.MOUNT)
        String path,
    @JsonPropertyDescription("Role of the auth method. Example: shop.")
        @Required
        @Size(min = 1, max = 256)
        String role,
    @JsonPropertyDescription("The service account's key kept in a Secret. Default: none.")
        @Nullable GcpServiceAccountKey secretRef,
    @JsonPropertyDescription(
            "A ServiceAccount of Kubernetes that may sign as a service account of Google: its token"
                + " is exchanged at Google's security token service. Default: none.")
        @Nullable GcpWorkloadIdentity workloadIdentity,
    @JsonPropertyDescription(
            "The operator's own identity, asked of the metadata server; only on a"
                + " ClusterSecretStore. Example: {}. Default: none.")
        @Nullable GcpMetadata metadata) {}
