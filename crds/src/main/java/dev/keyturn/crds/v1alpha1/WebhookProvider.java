package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A service that answers one HTTPS request per key. Texts are templates: {@code {{ .remoteRef.key
 * }}} is the key, {@code {{ .NAME.KEY }}} one of {@link #secrets}.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "!has(self.body) || (has(self.method) && self.method == 'POST')",
    message = "body needs the method POST",
    fieldPath = ".body")
public record WebhookProvider(
    @JsonPropertyDescription(
            "Address that is asked, a template. Scheme, host and port stand there as they are."
                + " Example: https://vault.example/v1/items/{{ .remoteRef.key | urlquery }}.")
        @Required
        @Size(min = 9, max = 4096)
        @Pattern("^https://[^\\s/?#@{}]+(/.*)?$")
        String url,
    @JsonPropertyDescription("Method of the request: GET or POST. Default: GET.")
        @Nullable
        @SchemaFrom(type = WebhookMethod.class)
        String method,
    @JsonPropertyDescription(
            "Headers of the request; the values are templates. Authorization, Host and headers of"
                + " the connection are refused. Example: {X-Api-Key: '{{ .api.token }}'}.")
        @Nullable
        @Size(max = 32)
        Map<String, @Size(min = 1, max = 4096) String> headers,
    @JsonPropertyDescription("Body of the request, a template; with POST only. Default: none.")
        @Nullable
        @Size(min = 1, max = 65536)
        String body,
    @JsonPropertyDescription("Where the value stands in the answer. Default: the whole answer.")
        @Nullable WebhookResult result,
    @JsonPropertyDescription("Values of Secrets that the templates may use.")
        @Nullable
        @Size(max = 16)
        List<WebhookSecret> secrets) {}
