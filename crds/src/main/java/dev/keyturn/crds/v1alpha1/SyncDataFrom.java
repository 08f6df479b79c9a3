package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Many keys of the target Secret from one place. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "(has(self.extract) ? 1 : 0) + (has(self.dynamic) ? 1 : 0) + (has(self.pki) ? 1 : 0) == 1",
    message = "exactly one of extract, dynamic and pki must be set")
public record SyncDataFrom(
    @JsonPropertyDescription(
            "All top-level members of one remote secret, or of the object at its property.")
        @Nullable RemoteReference extract,
    @JsonPropertyDescription(
            "A credential of Vault or OpenBao with a lease: issued, renewed and replaced. At most"
                + " one; its keys win over those of every extract.")
        @Nullable DynamicSource dynamic,
    @JsonPropertyDescription(
            "A certificate of Vault's or OpenBao's PKI, as the keys tls.crt, tls.key and ca.crt. At"
                + " most one; its keys win over those of every extract and dynamic.")
        @Nullable CertificateSource pki) {}
