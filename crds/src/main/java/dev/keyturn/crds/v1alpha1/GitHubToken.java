package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A token of an installation of a GitHub App. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GitHubToken(
    @JsonPropertyDescription(
            "Number of the installation, the last part of the address of its settings. Example:"
                + " \"12345678\".")
        @Required
        @Size(min = 1, max = 18)
        @Pattern("^[1-9][0-9]*$")
        String installationID,
    @JsonPropertyDescription(
            "Names of the repositories that the token is good for, without their owner. Default: all"
                + " of the installation. Example: [web].")
        @Nullable
        @Size(min = 1, max = 100)
        List<@Size(min = 1, max = 100) @Pattern("^[A-Za-z0-9._-]+$") String> repositories,
    @JsonPropertyDescription(
            "What the token may do, by GitHub's own names. Default: all that the installation may."
                + " Example: {contents: read}.")
        @Nullable
        @Size(min = 1, max = 64)
        Map<String, @Size(min = 1, max = 16) @Pattern("^[a-z]+$") String> permissions) {}
