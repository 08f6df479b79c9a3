package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the target Secret looks like. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "!has(self.data) || self.data.all(key, key.size() <= 253 &&"
            + " key.matches('^[-._a-zA-Z0-9]+$'))",
    message = "a key of a Secret has letters, digits, -, _ and . only, and at most 253 of them",
    fieldPath = ".data")
@ValidationRule(
    value =
        "!has(self.files) || self.files.all(key, key.size() <= 253 &&"
            + " key.matches('^[-._a-zA-Z0-9]+$'))",
    message = "a key of a Secret has letters, digits, -, _ and . only, and at most 253 of them",
    fieldPath = ".files")
@ValidationRule(
    value = "!has(self.files) || !has(self.data) || !self.files.exists(key, key in self.data)",
    message = "a key is given by files and by data",
    fieldPath = ".files")
public record TargetTemplate(
    @JsonPropertyDescription(
            "Type of the Secret: Opaque, kubernetes.io/tls, kubernetes.io/dockerconfigjson,"
                + " kubernetes.io/dockercfg, kubernetes.io/basic-auth or kubernetes.io/ssh-auth."
                + " Default: Opaque.")
        @Nullable
        @Size(min = 1, max = 64)
        @Pattern("^(Opaque|kubernetes\\.io/(tls|dockerconfigjson|dockercfg|basic-auth|ssh-auth))$")
        String type,
    @JsonPropertyDescription(
            "Replace: the Secret holds the template's keys only. Merge: the template's keys over"
                + " the selected ones. Default: Replace.")
        @Nullable
        @SchemaFrom(type = TemplateMergePolicy.class)
        String mergePolicy,
    @JsonPropertyDescription(
            "Key of the Secret to Go template; the selected values are the template's root."
                + " Example: url: \"postgres://{{ .username }}:{{ .password | urlquery }}@db\".")
        @Nullable
        @Size(min = 1, max = 200)
        Map<String, @Size(max = 65536) String> data,
    @JsonPropertyDescription("Labels and annotations of the Secret. Default: ours alone.")
        @Nullable TemplateMetadata metadata,
    @JsonPropertyDescription(
            "More templates, from ConfigMaps, Secrets or a text that makes the keys. A key that two"
                + " of them, data or files give is an error.")
        @Nullable
        @Size(min = 1, max = 20)
        List<TemplateSource> templateFrom,
    @JsonPropertyDescription(
            "Key of the Secret to format: all selected values as one file, keys sorted: json, yaml,"
                + " dotenv or properties. Example: app.properties: properties.")
        @Nullable
        @Size(min = 1, max = 20)
        Map<String, @Size(max = 10) @Pattern("^(json|yaml|dotenv|properties)$") String> files) {}
