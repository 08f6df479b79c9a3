package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Labels and annotations of the SecretSyncs that a ClusterSecretSync makes. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "!has(self.labels) || self.labels.all(key, key.size() <= 317"
            + " && (!key.matches("
            + StampMetadata.RESERVED
            + ") || key in ['app.kubernetes.io/name', 'app.kubernetes.io/component',"
            + " 'app.kubernetes.io/part-of', 'app.kubernetes.io/version'])"
            + " && (key != 'owner' || self.labels[key] != 'helm'))",
    message =
        "labels of kubernetes.io, k8s.io, keyturn.dev, helm.sh, of Argo CD and of tools that copy"
            + " objects are reserved, and so is owner: helm",
    fieldPath = ".labels")
@ValidationRule(
    value =
        "!has(self.annotations) || self.annotations.all(key, key.size() <= 317"
            + " && !key.matches("
            + StampMetadata.RESERVED
            + "))",
    message =
        "annotations of kubernetes.io, k8s.io, keyturn.dev, helm.sh, of Argo CD and of tools that"
            + " copy objects are reserved",
    fieldPath = ".annotations")
public record StampMetadata(
    @JsonPropertyDescription(
            "Labels of the SecretSync, as they stand. Those by which Kubernetes, Keyturn, or a tool"
                + " that copies or prunes objects would act are refused. Example: {team: shop}.")
        @Nullable
        @Size(min = 1, max = 50)
        Map<String, @Size(max = 63) String> labels,
    @JsonPropertyDescription(
            "Annotations of the SecretSync, as they stand. Refused as with labels. Example:"
                + " {example.com/contact: team-shop}.")
        @Nullable
        @Size(min = 1, max = 50)
        Map<String, @Size(max = 4096) String> annotations) {

  static final String RESERVED =
      "r'(^|[.])((kubernetes|k8s)[.]io|keyturn[.]dev|helm[.]sh)/"
          + "|^(argocd[.]argoproj[.]io|sealedsecrets[.]bitnami[.]com"
          + "|reflector[.]v1[.]k8s[.]emberstack[.]com|replicator[.]v1[.]mittwald[.]de)/'";
}
