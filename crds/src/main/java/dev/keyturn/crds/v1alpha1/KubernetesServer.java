package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** The API server of another cluster. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "!(has(self.caBundle) && has(self.caProvider))",
    message = "caBundle and caProvider exclude each other")
public record KubernetesServer(
    @JsonPropertyDescription("Address of the API server. Example: https://api.east.example:6443.")
        @Required
        @Size(min = 8, max = 512)
        @Pattern("^https?://[^\\s/?#@]+(/[^\\s?#]*)?$")
        String url,
    @JsonPropertyDescription(
            "Certificate authorities of the API server as PEM text. Default: the store's.")
        @Nullable
        @Size(min = 1, max = 65536)
        String caBundle,
    @JsonPropertyDescription("Certificate authorities of the API server, kept in this cluster.")
        @Nullable CaProvider caProvider) {}
