package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import org.jspecify.annotations.Nullable;

/** A login of Amazon ECR (GetAuthorizationToken). */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EcrToken(
    @JsonPropertyDescription(
            "Private: the private registries of the store's region. Public: public.ecr.aws. Default:"
                + " Private.")
        @Nullable
        @SchemaFrom(type = EcrScope.class)
        String scope) {}
