package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A short-lived token, made by the backend of the sync's store: exactly one kind. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "(has(self.ecr) ? 1 : 0) + (has(self.sts) ? 1 : 0) + (has(self.gcr) ? 1 : 0)"
            + " + (has(self.acr) ? 1 : 0) + (has(self.github) ? 1 : 0) == 1",
    message = "exactly one of ecr, sts, gcr, acr and github must be set")
public record TokenSource(
    @JsonPropertyDescription(
            "Login of Amazon ECR, good for twelve hours, as the keys username, password, expires_at"
                + " and, of private registries, proxy_endpoint. Needs a store of provider aws.")
        @Nullable EcrToken ecr,
    @JsonPropertyDescription(
            "Keys of AWS STS, as access_key_id, secret_access_key, session_token and expiration."
                + " Needs a store of provider aws.")
        @Nullable StsToken sts,
    @JsonPropertyDescription(
            "Login of Google's Container Registry and Artifact Registry: an access token of the"
                + " store's identity, good for an hour, as username, password and expiry. Needs a"
                + " store of provider gcp.")
        @Nullable GcrToken gcr,
    @JsonPropertyDescription(
            "Login of one Azure Container Registry, as username, password and expires_at. Needs a"
                + " store of provider azure.")
        @Nullable AcrToken acr,
    @JsonPropertyDescription(
            "Token of an installation of a GitHub App, good for an hour, as token and expires_at."
                + " Needs a store of provider github.")
        @Nullable GitHubToken github) {}
