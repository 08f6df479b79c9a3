package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/** The most that a backend is asked, by all syncs of a store together. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StoreLimits(
    @JsonPropertyDescription(
            "Calls per second in the long run. A backend that answers 429 gets half of it, and then"
                + " one more after every ten seconds without another 429. Default: 500 for vault, 200"
                + " for gcp, 100 for azure, 20 for Secrets Manager, kubernetes and an own infisical,"
                + " 10 for Parameter Store, 5 for webhook, 1 for Infisical's cloud, 10000 for file and"
                + " fake. Example: 100.")
        @Nullable
        @Min(1)
        @Max(100000)
        Integer requestsPerSecond,
    @JsonPropertyDescription(
            "Calls that may follow each other at once after a quiet time. Default:"
                + " requestsPerSecond.")
        @Nullable
        @Min(1)
        @Max(100000)
        Integer burst,
    @JsonPropertyDescription(
            "Calls under way at one time. Default: 64 for vault, 32 for every other provider.")
        @Nullable
        @Min(1)
        @Max(1024)
        Integer maxInFlight) {}
