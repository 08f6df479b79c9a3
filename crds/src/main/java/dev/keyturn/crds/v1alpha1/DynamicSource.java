package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A credential that Vault or OpenBao makes for this sync alone and takes back at its end. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "!has(self.parameters) || has(self.method) && self.method == 'POST'",
    message = "parameters need method POST",
    fieldPath = ".parameters")
public record DynamicSource(
    @JsonPropertyDescription(
            "Path below /v1 that issues the credential, with its mount; the store's path and"
                + " keyPrefix are not put before it. Example: database/creds/app.")
        @Required
        @Size(min = 1, max = 512)
        @Pattern(Patterns.MOUNT)
        String path,
    @JsonPropertyDescription("How the path is called: GET or POST. Default: GET.")
        @Nullable
        @SchemaFrom(type = IssueMethod.class)
        String method,
    @JsonPropertyDescription(
            "Members of the request, with POST only; no place for a secret. Example: {ttl: 1h}.")
        @Nullable
        @Size(max = 32)
        Map<String, @Size(max = 1024) String> parameters,
    @JsonPropertyDescription(
            "Percent of the granted time after which the lease is renewed, 10 to 90, give or take"
                + " 5 % of it. Default: 67.")
        @Nullable
        @Min(10)
        @Max(90)
        Integer renewAt,
    @JsonPropertyDescription(
            "True: the lease is ended when the SecretSync is deleted, which puts a finalizer on it"
                + " that lets go after five minutes. Default: false.")
        @Nullable Boolean revokeOnDelete) {}
