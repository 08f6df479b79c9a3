package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Labels and annotations of the target Secret. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "!has(self.labels) || self.labels.all(key, key.size() <= 317"
            + " && (!key.matches(r'(^|[.])((kubernetes|k8s)[.]io|keyturn[.]dev|helm[.]sh)/')"
            + " || key in ['app.kubernetes.io/name', 'app.kubernetes.io/component',"
            + " 'app.kubernetes.io/part-of', 'app.kubernetes.io/version']))",
    message =
        "labels of kubernetes.io, k8s.io, keyturn.dev and helm.sh are reserved, but for"
            + " app.kubernetes.io/name, component, part-of and version",
    fieldPath = ".labels")
@ValidationRule(
    value =
        "!has(self.annotations) || self.annotations.all(key, key.size() <= 317"
            + " && !key.matches(r'(^|[.])((kubernetes|k8s)[.]io|keyturn[.]dev|helm[.]sh)/'))",
    message = "annotations of kubernetes.io, k8s.io, keyturn.dev and helm.sh are reserved",
    fieldPath = ".annotations")
public record TemplateMetadata(
    @JsonPropertyDescription(
            "Label to Go template, over the same values as data. Reserved prefixes are refused:"
                + " kubernetes.io, k8s.io, keyturn.dev, helm.sh and those of tools that copy"
                + " Secrets. Example: team: \"shop\".")
        @Nullable
        @Size(min = 1, max = 50)
        Map<String, @Size(max = 1024) String> labels,
    @JsonPropertyDescription(
            "Annotation to Go template, over the same values as data. Reserved prefixes as with"
                + " labels. Example: example.com/user: \"{{ .username }}\".")
        @Nullable
        @Size(min = 1, max = 50)
        Map<String, @Size(max = 16384) String> annotations) {}
