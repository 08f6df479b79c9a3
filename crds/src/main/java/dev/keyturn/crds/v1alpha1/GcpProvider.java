package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** Google Secret Manager of one project. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GcpProvider(
    @JsonPropertyDescription("Id of the project of the secrets. Example: shop-prod.")
        @Required
        @Size(min = 4, max = 64)
        @Pattern("^([a-z][a-z0-9.-]*(:[a-z0-9.-]+)?|[0-9]+)$")
        String projectID,
    @JsonPropertyDescription(
            "Location of regional secrets. Example: europe-west3. Default: global secrets.")
        @Nullable
        @Size(min = 4, max = 32)
        @Pattern("^[a-z][a-z0-9-]+$")
        String location,
    @JsonPropertyDescription(
            "Address to use instead of Google's own: a private endpoint, or an emulator, which then"
                + " has to serve the logins too. Default: https://secretmanager.googleapis.com, or"
                + " that of the location.")
        @Nullable
        @Size(min = 8, max = 512)
        @Pattern("^https?://[^\\s/?#@]+/?$")
        String endpoint,
    @JsonPropertyDescription(
            "KMS key of the secrets that are created. Example:"
                + " projects/shop/locations/global/keyRings/shop/cryptoKeys/secrets. Default: the"
                + " project's own encryption.")
        @Nullable
        @Size(min = 20, max = 512)
        @Pattern(
            "^projects/[^/\\s]+/locations/[a-z0-9-]+/keyRings/[\\w-]{1,63}/cryptoKeys/[\\w-]{1,63}$")
        String kmsKeyName,
    @JsonPropertyDescription("Whose identity the calls have; exactly one method.") @Required
        GcpAuth auth,
    @JsonPropertyDescription(
            "What to read where the newest version is disabled or destroyed: nothing (LatestOrFail),"
                + " or the newest one that is enabled (LatestOrFetch). Default: LatestOrFail.")
        @Nullable
        @SchemaFrom(type = GcpVersionPolicy.class)
        String secretVersionSelectionPolicy) {}
