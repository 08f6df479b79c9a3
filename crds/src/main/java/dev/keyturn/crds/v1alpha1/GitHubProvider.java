package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A GitHub App, which makes tokens and keeps no secrets. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GitHubProvider(
    @JsonPropertyDescription(
            "Address of the REST API. Default: https://api.github.com. Example:"
                + " https://github.example.com/api/v3.")
        @Nullable
        @Size(min = 8, max = 512)
        @Pattern("^https?://[^\\s?#@]+$")
        String url,
    @JsonPropertyDescription(
            "App id or client id of the App, from its settings. Example: \"123456\".")
        @Required
        @Size(min = 1, max = 64)
        @Pattern("^[A-Za-z0-9.]+$")
        String appID,
    @JsonPropertyDescription("The private key of the App, the PEM file that GitHub hands out.")
        @Required
        KeyReference privateKeySecretRef) {}
