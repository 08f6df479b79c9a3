package dev.keyturn.operator.provider.vault;

import dev.keyturn.operator.provider.testkit.RotatingBackend;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Static roles of a database engine at {@code database}: a rotation is over when it is answered,
 * and is told by its time alone, as real servers have it (the e2e suites of static roles).
 */
final class FakeRoles implements RotatingBackend {
  private static final String READ = "/v1/database/static-creds/";
  private static final String ROTATE = "/v1/database/rotate-role/";
  private static final Instant FIRST = Instant.parse("2026-03-04T05:06:07.123456789Z");

  private final Map<String, Role> roles = new ConcurrentHashMap<>();

  private static final class Role {
    int rotations;
    boolean fails;
  }

  /** What the engine says; empty where it is not the one that is asked. */
  synchronized Optional<FakeKeyValue.Reply> reply(String method, String path) {
    if (method.equals("GET") && path.startsWith(READ)) {
      return Optional.of(read(path.substring(READ.length())));
    }
    return method.equals("POST") && path.startsWith(ROTATE)
        ? Optional.of(rotate(path.substring(ROTATE.length())))
        : Optional.empty();
  }

  private FakeKeyValue.Reply read(String name) {
    return Optional.ofNullable(roles.get(name))
        .map(role ->
            new FakeKeyValue.Reply(
                200,
                """
                {"lease_id":"","data":{"last_vault_rotation":"%s","password":"p%d",\
                "rotation_period":86400,"ttl":99,"username":"app"}}\
                """
                    .formatted(FIRST.plus(Duration.ofDays(role.rotations)), role.rotations)))
        .orElseGet(FakeRoles::unknown);
  }

  private FakeKeyValue.Reply rotate(String name) {
    return Optional.ofNullable(roles.get(name))
        .map(role -> {
          if (role.fails) {
            return new FakeKeyValue.Reply(500, "{\"errors\":[\"no connection\"]}");
          }
          role.rotations++;
          return new FakeKeyValue.Reply(204, "");
        })
        .orElseGet(FakeRoles::unknown);
  }

  private static FakeKeyValue.Reply unknown() {
    return new FakeKeyValue.Reply(400, "{\"errors\":[\"unknown role\"]}");
  }

  @Override
  public synchronized String rotatable(String name) {
    roles.put(name, new Role());
    return "role:database/static-creds/" + name;
  }

  @Override
  public void finishRotation(String key) {
    // It is over.
  }

  @Override
  public synchronized void failRotations(String key, boolean fail) {
    role(key).fails = fail;
  }

  @Override
  public synchronized int rotations(String key) {
    return role(key).rotations;
  }

  @Override
  public boolean takesTime() {
    return false;
  }

  private Role role(String key) {
    return Objects.requireNonNull(roles.get(key.substring(key.lastIndexOf('/') + 1)), key);
  }
}
