package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the SecretStores of a scope's namespaces may be. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OwnStores(
    @JsonPropertyDescription(
            "True opens every SecretStore of the namespaces that stores does not name; without it"
                + " only those that stores names are usable. Default: false.")
        @Nullable Boolean allow,
    @JsonPropertyDescription(
            "Where requests of these stores may go: scheme, host and port are equal, the path"
                + " begins with the same whole segments. Default: whatever the operator allows."
                + " Example: [\"https://vault.shop.example:8200\"].")
        @Nullable
        @Size(min = 1, max = 50)
        List<@Size(min = 1, max = 512) @Pattern(Patterns.ENDPOINT) String> endpoints,
    @JsonPropertyDescription(
            "The accounts that these stores may log in to, as the backend names them after the"
                + " login; a backend that is not listed here is denied. Default: any account.")
        @Nullable StoreAccounts accounts) {}
