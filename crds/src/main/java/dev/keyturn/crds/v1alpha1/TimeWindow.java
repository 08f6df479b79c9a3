package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A stretch of time that begins when a cron expression says so. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TimeWindow(
    @JsonPropertyDescription(
            "When it begins: minute, hour, day of month, month, day of week. A time that the clock"
                + " skips begins at the next minute that exists; one that comes twice begins once."
                + " Example: 0 2 * * *.")
        @Required
        @Size(min = 6, max = 256)
        @Pattern(Patterns.CRON)
        String schedule,
    @JsonPropertyDescription("How long it lasts, at most 366d. Example: 1h.")
        @Required
        @Size(min = 2, max = 32)
        @Pattern(Durations.PATTERN)
        String duration,
    @JsonPropertyDescription(
            "IANA name of the zone that schedule is read in. Default: UTC. Example: Europe/Berlin.")
        @Nullable
        @Size(min = 1, max = 64)
        @Pattern(Patterns.TIME_ZONE)
        String timeZone) {}
