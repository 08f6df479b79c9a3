package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** Times at which periodic reads are allowed or denied. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SyncWindow(
    @JsonPropertyDescription(
            "allow or deny. deny wins; where there are only windows of kind deny, all other times"
                + " are allowed.")
        @Required
        @SchemaFrom(type = SyncWindowKind.class)
        String kind,
    @JsonPropertyDescription("The windows.") @Required @Size(min = 1, max = 20)
        List<TimeWindow> windows) {}
