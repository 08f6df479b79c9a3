package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A ServiceAccount that a pool of workload identities knows. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.audience) != has(self.clusterName)",
    message = "exactly one of audience and clusterName must be set")
@ValidationRule(
    value = "has(self.clusterName) == has(self.clusterLocation)",
    message = "clusterName and clusterLocation must be set together")
@ValidationRule(
    value = "!has(self.clusterProjectID) || has(self.clusterName)",
    message = "clusterProjectID needs clusterName")
public record GcpWorkloadIdentity(
    @JsonPropertyDescription(
            "ServiceAccount whose short-lived token is presented. Its audiences default to what"
                + " Google expects of the pool.")
        @Required
        ServiceAccountReference serviceAccountRef,
    @JsonPropertyDescription(
            "On GKE: name of this cluster. Example: prod. Default: none, audience names the"
                + " provider.")
        @Nullable
        @Size(min = 1, max = 40)
        @Pattern("^[a-z][a-z0-9-]*$")
        String clusterName,
    @JsonPropertyDescription(
            "On GKE: region or zone of this cluster, as GKE names it. Example: europe-west3."
                + " Default: none, needed with clusterName.")
        @Nullable
        @Size(min = 4, max = 32)
        @Pattern("^[a-z][a-z0-9-]+$")
        String clusterLocation,
    @JsonPropertyDescription("On GKE: project of this cluster. Default: projectID.")
        @Nullable
        @Size(min = 4, max = 64)
        @Pattern("^[a-z][a-z0-9.-]*(:[a-z0-9.-]+)?$")
        String clusterProjectID,
    @JsonPropertyDescription(
            "Elsewhere: the pool's provider. Example: //iam.googleapis.com/projects/123456789012"
                + "/locations/global/workloadIdentityPools/clusters/providers/prod. Default: none,"
                + " clusterName names the cluster.")
        @Nullable
        @Size(min = 40, max = 512)
        @Pattern(
            "^//iam\\.googleapis\\.com/projects/[0-9]+/locations/global/workloadIdentityPools/[a-z0-9-]+/providers/[a-z0-9-]+$")
        String audience,
    @JsonPropertyDescription(
            "Service account to become. Example: shop@shop-prod.iam.gserviceaccount.com. Default:"
                + " none, the ServiceAccount has rights of its own.")
        @Nullable
        @Size(min = 6, max = 256)
        @Pattern("^[a-z0-9.-]+@[a-z0-9.-]+$")
        String gcpServiceAccountEmail) {}
