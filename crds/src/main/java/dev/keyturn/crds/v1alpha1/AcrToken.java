package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A login of one Azure Container Registry. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AcrToken(
    @JsonPropertyDescription(
            "Login server of the registry, of the cloud of the store. Example: shop.azurecr.io.")
        @Required
        @Size(min = 10, max = 128)
        @Pattern("^[a-z0-9]+(-[a-z0-9]+)*[.]azurecr[.](io|cn|us)$")
        String registry,
    @JsonPropertyDescription(
            "What the token is narrowed to: it is good for an hour and for this alone. Default: a"
                + " refresh token, good for three hours and for all that the identity may do."
                + " Example: repository:shop/web:pull.")
        @Nullable
        @Size(min = 1, max = 512)
        @Pattern("^[a-z]+:[A-Za-z0-9._/*-]+:[a-z_,/*]+( [a-z]+:[A-Za-z0-9._/*-]+:[a-z_,/*]+)*$")
        String scope) {}
