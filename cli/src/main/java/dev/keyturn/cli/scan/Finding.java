package dev.keyturn.cli.scan;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A literal that is a credential; its value is not kept.
 *
 * @param location {@code FILE:LINE}, or {@code cluster}
 * @param namespace null where the manifest leaves it open
 * @param container its name
 * @param variable its name
 * @param why the rule that took it for one
 * @param containerPointer JSON pointer of the container in the workload
 * @param index of the variable in the container's list
 * @param secretKey the key that is to hold the value in the workload's Secret
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Finding(
    String location,
    @Nullable String namespace,
    String kind,
    String name,
    String container,
    String variable,
    String why,
    @JsonIgnore String containerPointer,
    @JsonIgnore int index,
    @JsonIgnore String secretKey) {

  String workload() {
    return (namespace == null ? "" : namespace + "/") + kind + "/" + name;
  }
}
