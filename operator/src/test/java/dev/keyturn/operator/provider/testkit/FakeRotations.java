package dev.keyturn.operator.provider.testkit;

import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.RotationState;
import dev.keyturn.operator.provider.RotationTicket;
import dev.keyturn.operator.provider.VersionStamp;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Rotations of the fake backend; each goes on until a test lets it end. */
public final class FakeRotations implements RotatingBackend {
  private final FakeStorage storage;
  private final Set<String> rotatable = new HashSet<>();
  private final Set<String> failing = new HashSet<>();
  private final Map<String, String> pending = new HashMap<>();
  private final Map<String, RotationState> ended = new HashMap<>();
  private final Map<String, Integer> made = new HashMap<>();

  FakeRotations(FakeStorage storage) {
    this.storage = storage;
  }

  @Override
  public synchronized String rotatable(String key) {
    rotatable.add(key);
    storage.put(key, text(0), RemoteValue.Shape.JSON_OBJECT);
    return key;
  }

  @Override
  public synchronized void finishRotation(String key) {
    String id = pending.remove(key);
    if (id != null) {
      int version = storage.put(key, text(rotations(key)), RemoteValue.Shape.JSON_OBJECT);
      ended.put(
          id,
          new RotationState.Done(
              new VersionStamp(Integer.toString(version), true, Optional.empty())));
    }
  }

  @Override
  public synchronized void failRotations(String key, boolean fail) {
    if (fail) {
      failing.add(key);
    } else {
      failing.remove(key);
    }
  }

  @Override
  public synchronized int rotations(String key) {
    return made.getOrDefault(key, 0);
  }

  @Override
  public boolean takesTime() {
    return true;
  }

  synchronized Outcome<VersionStamp> newest(String key) {
    return storage
        .newest(key)
        .map(mark -> Outcome.ok(mark.stamp()))
        .orElseGet(() -> Outcome.failed(FailureClass.NotFound));
  }

  synchronized Outcome<RotationTicket> start(RemoteRef ref, String id) {
    RotationTicket ticket = new RotationTicket(ref, id, Optional.empty());
    String key = ref.key();
    if (ended.containsKey(id) || id.equals(pending.get(key))) {
      return Outcome.ok(ticket);
    }
    if (pending.containsKey(key)) {
      return Outcome.failed(FailureClass.Conflict);
    }
    if (!rotatable.contains(key)) {
      return Outcome.failed(FailureClass.InvalidData, FailureDetail.DISABLED);
    }
    if (!ref.version().equals(Optional.of(Integer.toString(storage.versions(key))))) {
      return Outcome.failed(FailureClass.Conflict, FailureDetail.CAS_MISMATCH);
    }
    if (failing.contains(key)) {
      ended.put(id, new RotationState.Failed());
      return Outcome.ok(ticket);
    }
    made.merge(key, 1, Integer::sum);
    pending.put(key, id);
    return Outcome.ok(ticket);
  }

  synchronized Outcome<RotationState> state(RotationTicket ticket) {
    return Outcome.ok(ended.getOrDefault(ticket.rotationId(), new RotationState.Pending()));
  }

  private static byte[] text(int number) {
    return "{\"password\":\"p%d\"}".formatted(number).getBytes(StandardCharsets.UTF_8);
  }
}
