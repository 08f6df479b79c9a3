package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Many keys of the target Secret from one place. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "(has(self.extract) ? 1 : 0) + (has(self.find) ? 1 : 0) + (has(self.dynamic) ? 1 : 0)"
            + " + (has(self.pki) ? 1 : 0) + (has(self.token) ? 1 : 0) == 1",
    message = "exactly one of extract, find, dynamic, pki and token must be set")
@ValidationRule(
    value =
        "!(has(self.dynamic) || has(self.pki) || has(self.token))"
            + " || !(has(self.sourceRef) || has(self.rewrite))",
    message =
        "dynamic, pki and token are made by secretStoreRef: sourceRef and rewrite are not for them")
public record SyncDataFrom(
    @JsonPropertyDescription(
            "All top-level members of one remote secret, or of the object at its property.")
        @Nullable RemoteReference extract,
    @JsonPropertyDescription(
            "Another store for this entry. Default: secretStoreRef, and its fallback.")
        @Nullable SourceReference sourceRef,
    @JsonPropertyDescription("Every secret below a folder, each as one key.")
        @Nullable SyncFind find,
    @JsonPropertyDescription(
            "Changes of the keys, one after the other. With one, no character is converted.")
        @Nullable
        @Size(min = 1, max = 20)
        List<SyncRewrite> rewrite,
    @JsonPropertyDescription(
            "A credential of Vault or OpenBao with a lease, made by secretStoreRef: issued, renewed"
                + " and replaced. At most one; its keys win over those of every extract and find.")
        @Nullable DynamicSource dynamic,
    @JsonPropertyDescription(
            "A certificate of Vault's or OpenBao's PKI, made by secretStoreRef, as the keys tls.crt,"
                + " tls.key and ca.crt. At most one; its keys win over those of every extract, find"
                + " and dynamic.")
        @Nullable CertificateSource pki,
    @JsonPropertyDescription(
            "A short-lived token for a registry or a cloud, made by the backend of secretStoreRef"
                + " and made anew before it ends. At most one; its keys win over those of every"
                + " other entry of dataFrom.")
        @Nullable TokenSource token) {}
