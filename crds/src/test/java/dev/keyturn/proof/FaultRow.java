package dev.keyturn.proof;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * One row of the fault list.
 *
 * @param id for example V11
 * @param fault what breaks
 * @param expected what must hold then
 * @param tiers where a test must show it
 */
record FaultRow(String id, String fault, String expected, List<Fault.Tier> tiers) {

  static List<FaultRow> read(Path file) throws IOException {
    return new YAMLMapper().readValue(file.toFile(), new TypeReference<List<FaultRow>>() {});
  }
}
