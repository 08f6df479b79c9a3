package dev.keyturn.operator.engine.mac;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * The hashes of one Kubernetes Secret, all bound to its namespace and name: equal passwords in two
 * places hash differently. Thread-safe.
 *
 * <p>The output is made of the hashes of its values, not of the values: so an index that keeps the
 * hash of each value, and no value, can tell the output of any writer's share of a Secret.
 */
public final class Macs {
  private static final int MAC_BYTES = 16;

  private final MacKey key;
  private final Optional<Macs> previous;

  public Macs(MacKey key) {
    this(key, Optional.empty());
  }

  Macs(MacKey key, Optional<MacKey> previous) {
    this.key = key;
    this.previous = previous.map(Macs::new);
  }

  /** The same hashes under the key before, while that is known. */
  public Optional<Macs> previous() {
    return previous;
  }

  /** Under each key that is known, the present one first. */
  public Stream<Macs> underEachKey() {
    return Stream.concat(Stream.of(this), previous.stream());
  }

  /** Id of the key, as it stands in {@link TargetHash}. */
  public String keyId() {
    return key.id();
  }

  /** The hash of one value under its key. */
  public Mac value(String namespace, String name, String dataKey, byte[] value) {
    return value(namespace, name, dataKey, ByteBuffer.wrap(value));
  }

  /** The same of a part of an array, which is read to its end. */
  public Mac value(String namespace, String name, String dataKey, ByteBuffer value) {
    return finish(fields("keyturn/value", namespace, name).text(dataKey).bytes(value));
  }

  /** The hash of a writer's share of a Secret: type, values, labels and annotations. */
  public Mac output(String namespace, String name, Output output) {
    return finish(
        fields("keyturn/output", namespace, name)
            .text(output.type())
            .macs(output.values())
            .texts(output.labels())
            .texts(output.annotations()));
  }

  /** The hash of the values of a writer's share of a Secret alone, made of that of each. */
  public Mac values(String namespace, String name, SortedMap<String, Mac> values) {
    return finish(fields("keyturn/values", namespace, name).macs(values));
  }

  /** The hash of what a Secret is made from: spec and template text, and the selected values. */
  public Mac input(String namespace, String name, String spec, SortedMap<String, byte[]> values) {
    Fields fields = fields("keyturn/input", namespace, name).text(spec).count(values.size());
    values.forEach((selected, value) -> fields.text(selected).bytes(value));
    return finish(fields);
  }

  /** The hash of the part of a spec that the target is rendered from. */
  public Mac spec(String namespace, String name, String spec) {
    return finish(fields("keyturn/spec", namespace, name).text(spec));
  }

  private static Fields fields(String domain, String namespace, String name) {
    return new Fields(domain).text(namespace).text(name);
  }

  private Mac finish(Fields fields) {
    return new Mac(MacKey.encode(fields.finish(key.newMac()), MAC_BYTES));
  }

  /**
   * A writer's share of a Secret.
   *
   * @param type empty where the writer does not own the type
   */
  public record Output(
      String type,
      SortedMap<String, Mac> values,
      SortedMap<String, String> labels,
      SortedMap<String, String> annotations) {}
}
