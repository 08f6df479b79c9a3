package dev.keyturn.operator.engine.mac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.proof.Proves;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MacsTest {
  private final MacKey key = key(7);
  private final Macs macs = new Macs(key);

  @Test
  void isHmacSha256OverLengthPrefixedFieldsCutTo128Bits() {
    // Made with Python's hmac over the same fields, each after its length in four bytes.
    Mac mac = macs.value("shop", "db", "password", bytes("s3cret"));

    assertThat(mac.text()).isEqualTo("z7NScXq52Yd8i12DzdMngQ");
  }

  @Test
  void equalPasswordsInTwoPlacesHashDifferently() {
    Mac here = macs.value("shop", "db", "password", bytes("s3cret"));

    assertThat(here)
        .isEqualTo(macs.value("shop", "db", "password", bytes("s3cret")))
        .isNotEqualTo(macs.value("shop", "db2", "password", bytes("s3cret")))
        .isNotEqualTo(macs.value("shop2", "db", "password", bytes("s3cret")))
        .isNotEqualTo(macs.value("shop", "db", "token", bytes("s3cret")))
        .isNotEqualTo(new Macs(key(8)).value("shop", "db", "password", bytes("s3cret")));
  }

  @Proves("P039")
  @Test
  void aDictionaryFindsNoValueWithoutTheKey() throws GeneralSecurityException {
    List<String> dictionary = List.of("123456", "password", "qwerty", "letmein", "dragon");
    Mac seen = macs.value("shop", "db", "password", bytes("letmein"));
    Set<String> guesses = new HashSet<>();
    for (String word : dictionary) {
      for (String text : List.of(word, "password" + word, "shop/db/password/" + word)) {
        for (String algorithm : List.of("MD5", "SHA-1", "SHA-256", "SHA-512")) {
          byte[] digest = MessageDigest.getInstance(algorithm).digest(bytes(text));
          guesses.add(
              Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, 16)));
        }
      }
      guesses.add(new Macs(key(0)).value("shop", "db", "password", bytes(word)).text());
    }
    assertThat(guesses).hasSize(65).doesNotContain(seen.text());
    // With the key the same search ends at once, so it is the key that hides the value.
    assertThat(dictionary)
        .filteredOn(word -> macs.value("shop", "db", "password", bytes(word)).equals(seen))
        .containsExactly("letmein");
  }

  @Test
  void textCannotMoveFromOneFieldIntoTheNext() {
    assertThat(macs.value("ab", "c", "k", bytes("v")))
        .isNotEqualTo(macs.value("a", "bc", "k", bytes("v")));
    assertThat(macs.input("a", "b", "spec", sorted(Map.of("k", bytes("vw")))))
        .isNotEqualTo(macs.input("a", "b", "spec", sorted(Map.of("kv", bytes("w")))));
  }

  @Test
  void anOutputChangesWithTypeValueLabelAndAnnotation() {
    Macs.Output output = output("Opaque", "v1", "l", "a");
    Mac mac = macs.output("shop", "db", output);

    assertThat(mac)
        .isEqualTo(macs.output("shop", "db", output("Opaque", "v1", "l", "a")))
        .isNotEqualTo(macs.output("shop", "db", output("", "v1", "l", "a")))
        .isNotEqualTo(macs.output("shop", "db", output("Opaque", "v2", "l", "a")))
        .isNotEqualTo(macs.output("shop", "db", output("Opaque", "v1", "x", "a")))
        .isNotEqualTo(macs.output("shop", "db", output("Opaque", "v1", "l", "x")));
  }

  @Test
  void aHashIsReadBackFromItsTextAndNothingElseIsAHash() {
    TargetHash hash =
        new TargetHash(
            macs.keyId(),
            macs.spec("shop", "db", "x"),
            macs.spec("shop", "db", "y"),
            Optional.empty());

    assertThat(TargetHash.parse(hash.text())).contains(hash);
    assertThat(TargetHash.parse(hash.text() + "x")).isEmpty();
    assertThat(TargetHash.parse("")).isEmpty();
  }

  @Test
  void theHashOfTheValuesIsAPartThatOlderHashesLack() {
    Mac values = macs.values("shop", "db", output("Opaque", "v1", "l", "a").values());
    Mac spec = macs.spec("shop", "db", "x");
    TargetHash older = new TargetHash(macs.keyId(), spec, spec, Optional.empty());
    TargetHash hash = new TargetHash(macs.keyId(), spec, spec, Optional.of(values));

    assertThat(hash.text()).isEqualTo(older.text() + ":" + values);
    assertThat(TargetHash.parse(hash.text())).contains(hash);
    assertThat(TargetHash.parse(hash.text() + ":" + values)).isEmpty();
    assertThat(hash.isOfValues(values, Optional.empty())).isTrue();
    assertThat(hash.isOfValues(spec, Optional.of(values))).isTrue();
    assertThat(hash.isOfValues(spec, Optional.empty())).isFalse();
    assertThat(older.isOfValues(values, Optional.of(values))).isFalse();
    assertThat(hash.valuesUnder(spec, Optional.of(values))).contains(spec);
    assertThat(hash.valuesUnder(spec, Optional.empty())).contains(values);
    assertThat(older.valuesUnder(spec, Optional.of(values))).isEmpty();
  }

  @Test
  void theHashOfTheValuesKnowsNoTypeLabelsAndAnnotations() {
    Mac values = macs.values("shop", "db", output("Opaque", "v1", "l", "a").values());

    assertThat(values)
        .isEqualTo(macs.values("shop", "db", output("x", "v1", "x", "x").values()))
        .isNotEqualTo(macs.values("shop", "db", output("Opaque", "v2", "l", "a").values()))
        .isNotEqualTo(macs.values("shop", "other", output("Opaque", "v1", "l", "a").values()));
  }

  @Test
  void theKeyBeforeIsKnownBesideThePresentOne() {
    Macs both = new MacKeys(key, Optional.of(key(8))).macs();

    assertThat(both.underEachKey().map(Macs::keyId)).containsExactly(key.id(), key(8).id());
    assertThat(both.previous().orElseThrow().previous()).isEmpty();
    assertThat(both.value("shop", "db", "k", bytes("v")))
        .isEqualTo(macs.value("shop", "db", "k", bytes("v")));
  }

  @Test
  void aKeyThatIsItsOwnPredecessorIsOne() {
    assertThat(new MacKeys(key, Optional.of(key(7))).macs().previous()).isEmpty();
    assertThat(new MacKeys(key, Optional.empty()).macs().previous()).isEmpty();
  }

  @Test
  void aKeyDoesNotPrintItself() {
    assertThat(key.toString()).doesNotContain(HexFormat.of().formatHex(new byte[] {7, 7}));
    assertThatThrownBy(() -> MacKey.of(new byte[31])).isInstanceOf(IllegalArgumentException.class);
  }

  private Macs.Output output(String type, String value, String label, String annotation) {
    SortedMap<String, Mac> values = new TreeMap<>();
    values.put("k", macs.value("shop", "db", "k", bytes(value)));
    return new Macs.Output(
        type, values, sorted(Map.of("l", label)), sorted(Map.of("a", annotation)));
  }

  private static <V> SortedMap<String, V> sorted(Map<String, V> map) {
    return new TreeMap<>(map);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static MacKey key(int fill) {
    byte[] bytes = new byte[MacKey.BYTES];
    Arrays.fill(bytes, (byte) fill);
    return MacKey.of(bytes);
  }
}
