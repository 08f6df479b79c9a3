package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Keys of AWS STS. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "!has(self.externalID) || has(self.role)",
    message = "externalID needs role",
    fieldPath = ".externalID")
public record StsToken(
    @JsonPropertyDescription(
            "ARN of the role whose keys are made (AssumeRole). Default: keys of the store's own user"
                + " (GetSessionToken), whose store must have auth.secretRef and no role. Example:"
                + " arn:aws:iam::123456789012:role/shop-backup.")
        @Nullable
        @Size(min = 20, max = 600)
        @Pattern(Patterns.AWS_ROLE)
        String role,
    @JsonPropertyDescription("External id that the trust policy of role asks for. Default: none.")
        @Nullable
        @Size(min = 2, max = 1224)
        @Pattern("^[\\w+=,.@:/-]+$")
        String externalID,
    @JsonPropertyDescription(
            "Life to ask for, 15m to 36h; AWS gives a role at most its own limit, and an hour where"
                + " the store has a role too. Default: 1h.")
        @Nullable
        @Size(min = 2, max = 32)
        @Pattern(Durations.PATTERN)
        String duration) {}
