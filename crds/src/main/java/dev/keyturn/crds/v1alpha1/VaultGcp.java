package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** Login by a service account of Google Cloud (roles of type iam). */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
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
    @JsonPropertyDescription("The service account's key kept in a Secret.") @Required
        GcpServiceAccountKey secretRef) {}
