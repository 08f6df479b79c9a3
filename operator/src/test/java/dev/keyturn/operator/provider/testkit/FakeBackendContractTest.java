package dev.keyturn.operator.provider.testkit;

import dev.keyturn.operator.provider.LeaseRequest;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.RemoteValue.Shape;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The reference keeps its own contract. */
final class FakeBackendContractTest extends ProviderContract {

  @Override
  protected ContractBackend newBackend() {
    return new Reference();
  }

  private static final class Reference implements ContractBackend {
    private final FakeBackend backend = new FakeBackend();

    Reference() {
      backend.batches(20, 2);
    }

    @Override
    public ProviderClient open() {
      return backend.client();
    }

    @Override
    public Map<Trait, String> lacks() {
      return Map.of(
          Trait.WIRE, "it is in memory",
          Trait.WIRE_LOGIN, "it is in memory",
          Trait.ALPHABET, "it takes every name",
          Trait.RAW_JSON, "it hands over bytes as they were put",
          Trait.OVERSIZE, "it has no cap");
    }

    @Override
    public Optional<LeasingBackend> leases() {
      return Optional.of(new Leasing(backend));
    }

    @Override
    public boolean offersRotation() {
      return true;
    }

    @Override
    public Optional<RotatingBackend> rotation() {
      return Optional.of(backend.rotations());
    }

    @Override
    public List<RefusedConfig> refusedConfigs() {
      return List.of();
    }

    @Override
    public void putObject(String key, String json) {
      backend.put(key, json);
    }

    @Override
    public void remove(String key) {
      backend.purge(key);
    }

    @Override
    public void putText(String key, String text) {
      backend.put(key, text.getBytes(StandardCharsets.UTF_8), Shape.TEXT);
    }

    @Override
    public void putBytes(String key, byte[] bytes) {
      backend.put(key, bytes, Shape.BYTES);
    }

    @Override
    public void tag(String key, Map<String, String> tags) {
      backend.tag(key, tags);
    }

    @Override
    public void softDelete(String key) {
      backend.softDelete(key);
    }

    @Override
    public void destroy(String key) {
      backend.destroy(key);
    }

    @Override
    public void disable(String key) {
      backend.disable(key);
    }

    @Override
    public void loseContainer() {
      backend.loseContainer(true);
    }

    @Override
    public ProviderClient openWithWrongCredential() {
      return backend.client("wrong");
    }

    @Override
    public void expireSessions() {
      backend.expireTokens();
    }

    @Override
    public void deny(String key) {
      backend.deny(key);
    }

    @Override
    public void close() {}
  }

  private record Leasing(FakeBackend backend) implements LeasingBackend {
    @Override
    public LeaseRequest request() {
      return new LeaseRequest("database/creds/app", LeaseRequest.Method.GET, Map.of());
    }

    @Override
    public LeaseRequest refused() {
      backend.deny("database/creds/none");
      return new LeaseRequest("database/creds/none", LeaseRequest.Method.GET, Map.of());
    }

    @Override
    public Duration usual() {
      return Duration.ofHours(1);
    }

    @Override
    public Duration longest() {
      return Duration.ofHours(1);
    }

    @Override
    public int alive() {
      return backend.leases().alive();
    }

    @Override
    public void endAll() {
      backend.leases().endAll();
    }

    @Override
    public boolean endsWithItsSession() {
      return false;
    }
  }
}
