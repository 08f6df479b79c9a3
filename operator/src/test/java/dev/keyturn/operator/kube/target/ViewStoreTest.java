package dev.keyturn.operator.kube.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ViewStoreTest {
  private static final ViewStore.Key KEY = new ViewStore.Key("shop", "db");

  private final ViewStore store = new ViewStore();

  @Test
  void noObjectGetsOlder() {
    assertThat(store.put(view("s1", "100"))).isTrue();
    assertThat(store.put(view("s1", "99"))).isFalse();
    assertThat(store.put(view("s1", "100"))).isFalse();
    assertThat(store.find(KEY)).contains(view("s1", "100"));
  }

  @Test
  void aLateStateDoesNotBringADeletedObjectBack() {
    store.put(view("s1", "10"));
    assertThat(store.end(KEY, "s1", "12", true)).isTrue();

    assertThat(store.put(view("s1", "11"))).isFalse();
    assertThat(store.find(KEY)).isEmpty();
  }

  @Test
  void anObjectThatLostItsLabelComesBackWithIt() {
    store.put(view("s1", "10"));
    store.end(KEY, "s1", "12", true);

    assertThat(store.put(view("s1", "13"))).isTrue();
  }

  @Test
  void theEndOfAnOldObjectLeavesTheNewOneOfItsName() {
    store.put(view("s1", "10"));
    store.put(view("s2", "14"));

    assertThat(store.end(KEY, "s1", "13", true)).isFalse();
    assertThat(store.find(KEY)).contains(view("s2", "14"));
  }

  @Test
  void anEndThatOurOwnWriteOvertookIsNoEnd() {
    store.put(view("s1", "13"));

    assertThat(store.end(KEY, "s1", "12", true)).isFalse();
    assertThat(store.find(KEY)).contains(view("s1", "13"));
  }

  @Test
  void whatAListNoLongerHasIsGoneWhateverItsVersion() {
    store.put(view("s1", "13"));

    assertThat(store.end(KEY, "s1", "12", false)).isTrue();
    assertThat(store.find(KEY)).isEmpty();
  }

  private static TargetView view(String uid, String version) {
    return new TargetView(
        "shop",
        "db",
        uid,
        version,
        "Opaque",
        false,
        new TreeMap<>(),
        Optional.empty(),
        Optional.empty(),
        new TreeMap<>(),
        new TreeMap<>(),
        new TreeMap<>(),
        Optional.empty(),
        Optional.empty());
  }
}
