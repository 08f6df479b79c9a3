package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** One value that is written to a backend. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SyncPush(
    @JsonPropertyDescription(
            "Key of the source Secret. Default: the whole Secret as one JSON object.")
        @Nullable
        @Size(min = 1, max = 253)
        @Pattern(Patterns.DATA_KEY)
        String secretKey,
    @JsonPropertyDescription(
            "The Secret that the value comes from; a change of it is pushed at once."
                + " Default: the target Secret.")
        @Nullable PushSource source,
    @JsonPropertyDescription("Another store for this entry. Default: secretStoreRef.")
        @Nullable StoreReference storeRef,
    @JsonPropertyDescription("Where the value goes.") @Required PushReference remoteRef,
    @JsonPropertyDescription(
            "Replace or IfNotExists: whether a value that stands there stays. Default: Replace.")
        @Nullable
        @SchemaFrom(type = PushUpdatePolicy.class)
        String updatePolicy,
    @JsonPropertyDescription(
            "None or Delete: what becomes of the secret that we wrote when this entry or the"
                + " SecretSync goes. Default: None.")
        @Nullable
        @SchemaFrom(type = PushDeletionPolicy.class)
        String deletionPolicy) {}
