package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One demand on the labels of an object. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "(self.operator in ['In', 'NotIn']) == has(self.values)",
    message = "values belong to the operators In and NotIn, which need them")
public record SelectorExpression(
    @JsonPropertyDescription("Key of the label. Example: tier.") @Required @Size(min = 1, max = 317)
        String key,
    @JsonPropertyDescription(
            "In, NotIn: the value is, or is not, one of values; NotIn also chooses what is without"
                + " the label. Exists, DoesNotExist: the label is there, or is not. Example: In.")
        @Required
        @SchemaFrom(type = SelectorOperator.class)
        String operator,
    @JsonPropertyDescription("Values for In and NotIn. Example: [web, api]. Default: none.")
        @Nullable
        @Size(min = 1, max = 50)
        List<@Size(max = 63) String> values) {}
