package dev.keyturn.proof;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row of the fault list.
 *
 * @param id for example V11
 * @param fault what breaks
 * @param expected what must hold then
 * @param tiers where a test must show it
 * @param neutral why one test shows it for all backends; null where each has to show it
 * @param backends those that the row is about; null where it is about all
 */
record FaultRow(
    String id,
    String fault,
    String expected,
    List<Fault.Tier> tiers,
    @Nullable String neutral,
    @Nullable List<Backend> backends) {

  FaultRow(String id, String fault, String expected, List<Fault.Tier> tiers) {
    this(id, fault, expected, tiers, null, null);
  }

  static List<FaultRow> read(Path file) throws IOException {
    return new YAMLMapper().readValue(file.toFile(), new TypeReference<List<FaultRow>>() {});
  }

  /** Whether the row speaks of that backend. */
  boolean names(Backend backend) {
    return backends == null || backends.contains(backend);
  }
}
