package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every secret below a folder whose name and tags fit. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SyncFind(
    @JsonPropertyDescription(
            "Folder at the backend, after keyPrefix; its subfolders count. Example: shop. Default:"
                + " all.")
        @Nullable
        @Size(min = 1, max = 1024)
        String path,
    @JsonPropertyDescription("What the name must be like. Default: any name.")
        @Nullable FindName name,
    @JsonPropertyDescription("Tags that a secret must have, all of them. Example: team: shop.")
        @Nullable
        @Size(min = 1, max = 20)
        Map<String, @Size(max = 1024) String> tags) {}
