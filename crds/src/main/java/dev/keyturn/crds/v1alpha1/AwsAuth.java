package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** How to log in to AWS. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.secretRef) != has(self.jwt)",
    message = "exactly one of secretRef and jwt must be set")
public record AwsAuth(
    @JsonPropertyDescription("An access key kept in Secrets.") @Nullable AwsAccessKey secretRef,
    @JsonPropertyDescription(
            "A role of IAM for a ServiceAccount (IRSA): its token is exchanged at STS.")
        @Nullable AwsWebIdentity jwt) {}
