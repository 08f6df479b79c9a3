package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** What a key of the target must be before the target is written. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "(has(self.minLength) ? 1 : 0)"
            + " + (has(self.pattern) ? 1 : 0)"
            + " + (has(self.x509) ? 1 : 0)"
            + " + (has(self.json) ? 1 : 0) == 1",
    message = "exactly one of minLength, pattern, x509 and json must be set")
public record SyncRule(
    @JsonPropertyDescription("Key of the target Secret. Example: tls.crt.")
        @Required
        @Size(min = 1, max = 253)
        @Pattern(Patterns.DATA_KEY)
        String secretKey,
    @JsonPropertyDescription("Least number of bytes. Default: no such rule.")
        @Nullable
        @Min(1)
        @Max(1048576)
        Integer minLength,
    @JsonPropertyDescription(
            "RE2 expression that is looked for anywhere in the value. Default: no such rule.")
        @Nullable
        @Size(min = 1, max = 512)
        String pattern,
    @JsonPropertyDescription("The value is a certificate.") @Nullable CertificateRule x509,
    @JsonPropertyDescription("The value is a JSON object.") @Nullable JsonRule json) {}
