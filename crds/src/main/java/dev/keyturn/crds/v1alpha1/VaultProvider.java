package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A key-value mount of HashiCorp Vault or OpenBao. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "!(has(self.tls) && has(self.auth.cert))",
    message = "auth.cert brings the client certificate: leave tls out",
    fieldPath = ".tls")
@ValidationRule(
    value =
        "!(has(self.forwardInconsistent) && self.forwardInconsistent)"
            + " || (has(self.readYourWrites) && self.readYourWrites)",
    message = "forwardInconsistent needs readYourWrites",
    fieldPath = ".forwardInconsistent")
public record VaultProvider(
    @JsonPropertyDescription("Address of the server. Example: https://vault.vault.svc:8200.")
        @Required
        @Size(min = 8, max = 512)
        @Pattern("^https?://[^\\s/?#@]+(/[^\\s?#]*)?$")
        String server,
    @JsonPropertyDescription(
            "Mount of the key-value engine, without slashes at its ends. Default: secret.")
        @Nullable
        @Size(min = 1, max = 256)
        @Pattern(Patterns.MOUNT)
        String path,
    @JsonPropertyDescription("Version of the key-value engine: v1 or v2. Default: v2.")
        @Nullable
        @SchemaFrom(type = VaultKeyValueVersion.class)
        String version,
    @JsonPropertyDescription(
            "Vault Enterprise or OpenBao namespace of the data. Default: the root namespace.")
        @Nullable
        @Size(min = 1, max = 256)
        @Pattern(Patterns.VAULT_NAMESPACE)
        String namespace,
    @JsonPropertyDescription("How to log in; exactly one method.") @Required VaultAuth auth,
    @JsonPropertyDescription(
            "Headers that every request carries, for what stands before the server. Authorization,"
                + " X-Vault-*, and headers of the connection are refused. Example: {X-Team: shop}.")
        @Nullable
        @Size(max = 16)
        Map<String, @Size(min = 1, max = 1024) String> headers,
    @JsonPropertyDescription(
            "Client certificate of every connection. The login cert brings its own. Default: none.")
        @Nullable VaultClientTls tls,
    @JsonPropertyDescription(
            "Send the server's X-Vault-Index back, so that a node that lags behind the last write"
                + " of this store does not answer; Vault Enterprise only. Default: false.")
        @Nullable Boolean readYourWrites,
    @JsonPropertyDescription(
            "Let such a node forward the request to the active one (X-Vault-Inconsistent); the"
                + " server must allow it, and readYourWrites be true. Default: false.")
        @Nullable Boolean forwardInconsistent,
    @JsonPropertyDescription(
            "Hold a WebSocket to the server's events (sys/events/subscribe/kv*) and read at once"
                + " what they say has changed; Vault Enterprise only. Refreshes go on as before, and"
                + " a server without events changes nothing. Default: false.")
        @Nullable Boolean subscribeEvents) {}
