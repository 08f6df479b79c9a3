package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** How secrets of Secrets Manager are deleted. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "!(has(self.forceDeleteWithoutRecovery) && self.forceDeleteWithoutRecovery"
            + " && has(self.recoveryWindowInDays))",
    message = "recoveryWindowInDays has no meaning where forceDeleteWithoutRecovery is true")
public record AwsDeletion(
    @JsonPropertyDescription(
            "True: what is deleted is gone at once and nobody can bring it back. Default: false.")
        @Nullable Boolean forceDeleteWithoutRecovery,
    @JsonPropertyDescription("Days in which a deleted secret can be brought back. Default: 30.")
        @Nullable
        @Min(7)
        @Max(30)
        Integer recoveryWindowInDays) {}
