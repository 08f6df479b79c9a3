package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** The Kubernetes Secret that a SecretSync writes. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SyncTarget(
    @JsonPropertyDescription("Name of the Secret. Default: the SecretSync's own name.")
        @Nullable
        @Size(min = 1, max = 253)
        @Pattern(Patterns.SUBDOMAIN)
        String name,
    @JsonPropertyDescription(
            "Owner: the Secret dies with the SecretSync. Orphan: it stays. Merge: it must exist and"
                + " only our keys are written. Default: Owner.")
        @Nullable
        @SchemaFrom(type = CreationPolicy.class)
        String creationPolicy,
    @JsonPropertyDescription(
            "When the remote value is gone. Retain: the Secret is kept. Delete: it is deleted after"
                + " three confirmations over ten minutes. Merge: our keys are removed, after the"
                + " same confirmations. Default: Retain.")
        @Nullable
        @SchemaFrom(type = DeletionPolicy.class)
        String deletionPolicy,
    @JsonPropertyDescription("What the Secret looks like. Default: the selected keys, Opaque.")
        @Nullable TargetTemplate template,
    @JsonPropertyDescription(
            "True: the Secret can never be changed again; after the first write nothing is read any"
                + " more. Default: false.")
        @Nullable Boolean immutable,
    @JsonPropertyDescription(
            "True: a Secret of this name that is there already, of the same type, and that nobody"
                + " controls is taken over; its other keys stay. Default: false, which leaves every"
                + " Secret alone that is not ours.")
        @Nullable Boolean adopt) {}
