package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** The lease that the target's credential lives by. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SyncLease(
    @JsonPropertyDescription(
            "Keyed hash of the lease id; the id stands in the target's annotation"
                + " keyturn.dev/lease-id.")
        @Nullable
        @Size(max = 64)
        String idHash,
    @JsonPropertyDescription(
            "Until when the credential is guaranteed, RFC 3339: the end of the lease or of the"
                + " token that made it. It may live longer: a renewal moves this only where it has"
                + " to.")
        @Nullable
        @Size(max = 40)
        String expires,
    @JsonPropertyDescription("Whether the lease can be renewed.") @Nullable Boolean renewable,
    @JsonPropertyDescription("Time that was granted, from which the renewals are counted.")
        @Nullable
        @Size(max = 32)
        String duration,
    @JsonPropertyDescription(
            "End of the token that made the lease, as last written, RFC 3339; the lease ends with"
                + " it. Absent where the token outlives the operator.")
        @Nullable
        @Size(max = 40)
        String tokenExpires) {}
