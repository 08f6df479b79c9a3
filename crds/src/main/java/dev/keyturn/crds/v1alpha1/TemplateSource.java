package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Templates that stand elsewhere. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "(has(self.configMap) ? 1 : 0) + (has(self.secret) ? 1 : 0) + (has(self.literal) ? 1 : 0)"
            + " == 1",
    message = "exactly one of configMap, secret and literal must be set")
public record TemplateSource(
    @JsonPropertyDescription(
            "A ConfigMap whose keys are templates; it is watched, and an edit renders anew at"
                + " once.")
        @Nullable TemplateSourceObject configMap,
    @JsonPropertyDescription(
            "A Secret whose keys are templates; it is watched, and an edit renders anew at once.")
        @Nullable TemplateSourceObject secret,
    @JsonPropertyDescription(
            "One template that renders to a YAML map of key to text: it says which keys there are."
                + " Example: \"{{ range $k, $v := . }}APP_{{ $k | upper }}: {{ $v | toJson }}\\n{{"
                + " end }}\". Default: no such template.")
        @Nullable
        @Size(min = 1, max = 65536)
        String literal) {}
