package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** The folder of an environment below which a store reads. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.projectSlug) != has(self.projectId)",
    message = "exactly one of projectSlug and projectId must be set")
public record InfisicalScope(
    @JsonPropertyDescription(
            "Slug of the project; asked for its id at each login. Example: shop-r4-h.")
        @Nullable
        @Size(min = 1, max = 64)
        @Pattern("^[a-z0-9]+(-+[a-z0-9]+)*$")
        String projectSlug,
    @JsonPropertyDescription("Id of the project. Example: 0191aa5c-8d06-7b42-9c3e-0a1f6f1f4c11.")
        @Nullable
        @Size(min = 1, max = 64)
        @Pattern("^[A-Za-z0-9-]+$")
        String projectId,
    @JsonPropertyDescription("Slug of the environment. Example: prod.")
        @Required
        @Size(min = 1, max = 64)
        @Pattern("^[A-Za-z0-9_-]+$")
        String environmentSlug,
    @JsonPropertyDescription(
            "Folder to which the keys of the syncs are relative. Default: /. Example: /shop/api.")
        @Nullable
        @Size(min = 1, max = 512)
        @Pattern("^/([A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*)?$")
        String secretsPath,
    @JsonPropertyDescription(
            "Whether find looks into the folders of a folder too. A key may name a folder either"
                + " way. Default: false.")
        @Nullable Boolean recursive,
    @JsonPropertyDescription(
            "Whether the server replaces references to other secrets (${...}) by their values."
                + " Default: true.")
        @Nullable Boolean expandSecretReferences) {}
