package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** How to log in to Vault or OpenBao. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "(has(self.tokenSecretRef) ? 1 : 0) + (has(self.appRole) ? 1 : 0)"
            + " + (has(self.kubernetes) ? 1 : 0) + (has(self.jwt) ? 1 : 0)"
            + " + (has(self.cert) ? 1 : 0) + (has(self.userPass) ? 1 : 0)"
            + " + (has(self.ldap) ? 1 : 0) + (has(self.iam) ? 1 : 0)"
            + " + (has(self.gcp) ? 1 : 0) == 1",
    message =
        "exactly one of tokenSecretRef, appRole, kubernetes, jwt, cert, userPass, ldap, iam and gcp"
            + " must be set")
public record VaultAuth(
    @JsonPropertyDescription("A token kept in a Secret; renewed, never revoked.")
        @Nullable KeyReference tokenSecretRef,
    @JsonPropertyDescription("Login by AppRole.") @Nullable VaultAppRole appRole,
    @JsonPropertyDescription("Login by a ServiceAccount token.")
        @Nullable VaultKubernetes kubernetes,
    @JsonPropertyDescription("Login by a JWT, of Kubernetes or of anybody whom Vault believes.")
        @Nullable VaultJwt jwt,
    @JsonPropertyDescription("Login by a client certificate.") @Nullable VaultCertificate cert,
    @JsonPropertyDescription("Login by a user that Vault itself keeps.")
        @Nullable VaultPassword userPass,
    @JsonPropertyDescription("Login by a user of an LDAP directory.") @Nullable VaultPassword ldap,
    @JsonPropertyDescription("Login by an identity of AWS; not on OpenBao.") @Nullable VaultIam iam,
    @JsonPropertyDescription("Login by a service account of Google Cloud; not on OpenBao.")
        @Nullable VaultGcp gcp,
    @JsonPropertyDescription(
            "Namespace of the login, where it differs from the data's. Default: the data's.")
        @Nullable
        @Size(min = 1, max = 256)
        @Pattern(Patterns.VAULT_NAMESPACE)
        String namespace) {}
