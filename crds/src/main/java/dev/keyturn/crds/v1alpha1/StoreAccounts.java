package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Accounts of backends, by the kind of backend. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "has(self.aws) || has(self.gcp) || has(self.azure) || has(self.vault)"
            + " || has(self.infisical)",
    message = "at least one of aws, gcp, azure, vault and infisical must be set")
public record StoreAccounts(
    @JsonPropertyDescription("Ids of accounts. Example: [\"123456789012\"].")
        @Nullable
        @Size(min = 1, max = 50)
        List<@Size(min = 12, max = 12) @Pattern("^[0-9]{12}$") String> aws,
    @JsonPropertyDescription(
            "Projects, by id or number as the store names them. Example: [shop-prod].")
        @Nullable
        @Size(min = 1, max = 50)
        List<@Size(min = 1, max = 63) @Pattern("^[a-z0-9][a-z0-9.:-]*$") String> gcp,
    @JsonPropertyDescription("Ids of tenants. Example: [11111111-2222-3333-4444-555555555555].")
        @Nullable
        @Size(min = 1, max = 50)
        List<
                @Size(min = 36, max = 36)
                @Pattern("^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$") String>
            azure,
    @JsonPropertyDescription(
            "Namespaces of Vault or OpenBao, from the root, which is root itself. Example:"
                + " [team-shop].")
        @Nullable
        @Size(min = 1, max = 50)
        List<@Size(min = 1, max = 256) @Pattern(Patterns.MOUNT) String> vault,
    @JsonPropertyDescription("Ids of projects. Example: [99999999-8888-7777-6666-555555555555].")
        @Nullable
        @Size(min = 1, max = 50)
        List<@Size(min = 1, max = 64) @Pattern("^[A-Za-z0-9-]+$") String> infisical) {}
