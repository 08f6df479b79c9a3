package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A role whose trust policy names a ServiceAccount. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AwsWebIdentity(
    @JsonPropertyDescription(
            "ServiceAccount whose short-lived token is presented. Its audiences default to"
                + " [sts.amazonaws.com].")
        @Required
        ServiceAccountReference serviceAccountRef,
    @JsonPropertyDescription(
            "ARN of the role. Example: arn:aws:iam::123456789012:role/shop-secrets.")
        @Required
        @Size(min = 20, max = 600)
        @Pattern(Patterns.AWS_ROLE)
        String role) {}
