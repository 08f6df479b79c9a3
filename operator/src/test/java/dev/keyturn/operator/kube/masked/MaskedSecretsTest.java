package dev.keyturn.operator.kube.masked;

import static dev.keyturn.operator.kube.masked.Masking.MACS;
import static dev.keyturn.operator.kube.masked.Masking.bytes;
import static dev.keyturn.operator.kube.masked.Masking.masked;
import static dev.keyturn.operator.kube.masked.Masking.maskedInTwo;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyturn.operator.engine.lease.Validity;
import dev.keyturn.operator.engine.mac.MacKey;
import dev.keyturn.operator.engine.mac.MacKeys;
import dev.keyturn.operator.engine.mac.Macs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskedSecretsTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Everything that is special in texts and names, in a list as an API server writes it. */
  private static final String LIST =
      """
      {"kind":"SecretList","apiVersion":"v1","metadata":{"resourceVersion":"7","continue":"a\\u0062"},"items":[\
      {"metadata":{"name":"db","namespace":"shop","uid":"u1","annotations":{"data":"\\"}\\\\ ü 😀 \\ud83d\\ude00",\
      "name":"none"},"managedFields":[{"fieldsV1":{"f:data":{".":{},"f:a":{}}}}]},\
      "data":{"a":"c2VjcmV0","b":"","c":null,"k\\u0065y":"\\u0063\\/8=","ü😀":"c2VjcmV0Mg=="},"type":"Opaque"},
      {"metadata":{"name":"n\\u0061me","namespace":"other"},"immutable":true,"data":{},"more":[1.50,-2E+3,{"data":{"a":"kept"}}]},
      {"metadata":{"name":"empty","namespace":"other"},"data":null}]}
      """;

  private static final String EVENT =
      """
      {"type":"MODIFIED","object":{"kind":"Secret","metadata":{"name":"db","namespace":"shop"},"data":{"a":"c2VjcmV0"}}}
      """;

  private static JsonNode tree(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String mask(String name, String key, byte[] value) {
    return "mac:" + MACS.value("shop", name, key, value).text();
  }

  private static String mask(String key, String value) {
    return mask("db", key, bytes(value));
  }

  private static void assertNoJson(String text) {
    assertThatThrownBy(() -> MAPPER.readTree(text)).isInstanceOf(StreamReadException.class);
  }

  @Test
  void eachValueBecomesItsHashAndAllElseStaysAsItStands() {
    String expected =
        LIST.replace("\"a\":\"c2VjcmV0\"", "\"a\":\"" + mask("a", "secret") + '"')
            .replace("\"b\":\"\"", "\"b\":\"" + mask("b", "") + '"')
            .replace("\"\\u0063\\/8=\"", '"' + mask("db", "key", new byte[] {0x73, -1}) + '"')
            .replace("\"c2VjcmV0Mg==\"", '"' + mask("ü😀", "secret2") + '"');

    assertThat(masked(LIST, false)).isEqualTo(expected);
  }

  @Test
  void whereverTheBuffersEndTheResultIsTheSame() {
    byte[] whole = bytes(LIST);
    String expected = masked(LIST, false);
    assertThat(maskedInTwo(whole)).isNotEmpty().allMatch(expected::equals);
    byte[][] single = new byte[whole.length][];
    for (int i = 0; i < whole.length; i++) {
      single[i] = new byte[] {whole[i]};
    }
    assertThat(masked(false, single)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "{}",
        "{\"kind\":\"Status\",\"code\":410,\"details\":{\"causes\":[{\"field\":\"data\"}]}}",
        "{\"type\":\"BOOKMARK\",\"object\":{\"kind\":\"Secret\",\"metadata\":{\"resourceVersion\":\"9\"}}}\n",
        "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"metadata\":{},\"code\":410}}\n",
        "{\"items\":null,\"metadata\":null}",
        "{\"items\":[],\"data\":null}",
        "{\"items\":[{\"data\":{}}]}"
      })
  void whatHoldsNoValueStaysAsItIs(String body) {
    assertThat(masked(body, false)).isEqualTo(body);
    assertThat(masked(body, true)).isEqualTo(body);
  }

  @Test
  void whileTheKeyBeforeIsKnownTheHashUnderItIsThereToo() throws IOException {
    MacKey former = MacKey.of(bytes("a key of thirty-two bytes: older"));
    Macs both = new MacKeys(MacKey.of(new byte[MacKey.BYTES]), Optional.of(former)).macs();
    try (MaskedSecrets masking = new MaskedSecrets(both, true)) {
      String rewritten =
          UTF_8.decode(masking.rewrite(List.of(ByteBuffer.wrap(bytes(EVENT))))).toString();
      JsonNode value = tree(rewritten).get("object").get("data").get("a");

      assertThat(MaskedValue.parse(value.textValue()))
          .isEqualTo(
              new MaskedValue(
                  MACS.value("shop", "db", "a", bytes("secret")),
                  Optional.of(new Macs(former).value("shop", "db", "a", bytes("secret"))),
                  Optional.empty()));
    }
  }

  @Test
  void ofACertificateItsValidityIsKept() throws IOException {
    byte[] leaf;
    try (var stream = Validity.class.getResourceAsStream("/template/certificates/leaf.pem")) {
      leaf = Objects.requireNonNull(stream).readAllBytes();
    }
    String secret =
        "{\"metadata\":{\"name\":\"db\",\"namespace\":\"shop\"},\"data\":{\"tls.crt\":\"%s\",\"tls.key\":\"%s\"}}";
    String text = Base64.getEncoder().encodeToString(leaf);

    JsonNode data = tree(masked(secret.formatted(text, text), false)).get("data");

    assertThat(MaskedValue.parse(data.get("tls.crt").textValue()))
        .isEqualTo(
            new MaskedValue(
                MACS.value("shop", "db", "tls.crt", leaf),
                Optional.empty(),
                Optional.of(
                    new Validity(
                        Instant.parse("2026-11-26T02:00:03Z"),
                        Instant.parse("2126-11-02T02:00:03Z")))));
    assertThat(MaskedValue.parse(data.get("tls.key").textValue()).certificate()).isEmpty();
    JsonNode none = tree(masked(secret.formatted("eA==", "eA=="), false)).get("data");
    assertThat(MaskedValue.parse(none.get("tls.crt").textValue()).certificate()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "c2VjcmV0", "mac:", "mac:AAAAAAAAAAAAAAAAAAAAAA:1", "Mac:AAAAAAAAAAA"})
  void aValueThatNobodyTookOutIsNotReadAndNotTold(String text) {
    assertThatThrownBy(() -> MaskedValue.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a value of a Secret that nobody took out");
  }

  @Test
  void dataBeforeTheNameWaitsForIt() {
    String first =
        "{\"items\":[{\"data\":{\"a\":\"c2VjcmV0\",\"b\":\"\"},\"metadata\":{\"namespace\":\"shop\",\"name\":\"db\"},\"x\":1},";
    String second =
        "{\"metadata\":{\"namespace\":\"shop\",\"name\":\"two\"},\"data\":{\"a\":\"c2VjcmV0\"}}]}";
    byte[] whole = bytes(first + second);
    String expected =
        first
                .replace("\"c2VjcmV0\"", '"' + mask("a", "secret") + '"')
                .replace("\"b\":\"\"", "\"b\":\"" + mask("b", "") + '"')
            + second.replace("c2VjcmV0", mask("two", "a", bytes("secret")));

    assertThat(maskedInTwo(whole)).isNotEmpty().allMatch(expected::equals);
  }

  @Test
  void anEventGoesOnAsSoonAsItIsWhole() {
    String expected = EVENT.replace("c2VjcmV0", mask("a", "secret"));
    String late =
        "{\"type\":\"ADDED\",\"object\":{\"data\":{\"a\":\"c2VjcmV0\"},\"metadata\":{\"name\":\"db\",\"namespace\":\"shop\"}}}\n";
    try (MaskedSecrets masking = new MaskedSecrets(MACS, true)) {
      for (String event : List.of(EVENT, late, EVENT + late, EVENT)) {
        ByteBuffer out = masking.rewrite(List.of(ByteBuffer.wrap(bytes(event))));
        assertThat(UTF_8.decode(out).toString())
            .isEqualTo(event.replace("c2VjcmV0", mask("a", "secret")));
      }
      String over = "";
      for (byte part : bytes(EVENT)) {
        over +=
            UTF_8.decode(masking.rewrite(List.of(ByteBuffer.wrap(new byte[] {part})))).toString();
      }
      assertThat(over).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'data':{'a':5}}",
        "{'data':{'a':true}}",
        "{'data':{'a':nulls}}",
        "{'data':{'a':{'b':'c2VjcmV0'}}}",
        "{'data':{'a':['c2VjcmV0']}}",
        "{'data':['c2VjcmV0']}",
        "{'data':'c2VjcmV0'}",
        "{'data':1}",
        "{'data':{'a':'c2Vjc-V0'}}",
        "{'data':{'a':'c2VjcmV0c'}}",
        "{'data':{'a':'c2VjcmV0c=='}}",
        "{'data':{'a':'c2VjcmV0cQ='}}",
        "{'data':{'a':'c2VjcmV0cQ==cQ=='}}",
        "{'data':{'a':'c2VjcmV0\\n'}}",
        "{'data':{'a':'c2VjcmV0\\u2028'}}",
        "{'data':{'a':'c2VjcmV0\\ud83d\\ude00'}}",
        "{'data':{'\\ud83d':'c2VjcmV0'}}",
        "{'data':{'a':'c2VjcmV0'}}",
        "{'data':{'a':'c2VjcmV0'},'metadata':{'name':'db'}}",
        "{'data':{'a':'c2VjcmV0'},'metadata':{'name':5,'namespace':'shop'}}",
        "{'data':{'a':'c2VjcmV0'},'metadata':null}",
        "{'metadata':{'name':'db','namespace':'shop'},'data':{'a':'c2VjcmV0'},'data':{}}",
        "{'metadata':{'name':'db','namespace':'shop'},'data':{'a':'c2VjcmV0'},'d\\u0061ta':{}}",
        "{'metadata':{'name':'db','namespace':'shop'},'data':{'a':'c2VjcmV0'},'metadata':{}}",
        "{'metadata':{'name':'db','namespace':'shop','name':'x'},'data':{'a':'c2VjcmV0'}}",
        "{'data':{'a':'c2VjcmV0'},'items':[{'metadata':{'name':'db','namespace':'shop'}}]}",
        "{'data' {'a':'c2VjcmV0'}}",
        "{'x':1 'data':{'a':'c2VjcmV0'}}",
        "{'x':1]'data':{'a':'c2VjcmV0'}}",
        "{'x':[1}'data':{'a':'c2VjcmV0'}}",
        "{,'data':{'a':'c2VjcmV0'}}",
        "{'x':,'data':{'a':'c2VjcmV0'}}",
        "{'x':'\\x','data':{'a':'c2VjcmV0'}}",
        "{'x':'\\u00g0','data':{'a':'c2VjcmV0'}}",
        "{'x':'\u0001','data':{'a':'c2VjcmV0'}}",
        "{/*'*/'data':{'a':'c2VjcmV0'}}",
        "{data:{'a':'c2VjcmV0'}}",
        "[{'data':{'a':'c2VjcmV0'}}]",
        "'c2VjcmV0'",
        "<html>'data':{'a':'c2VjcmV0'}",
        "\ufeff{'data':{'a':'c2VjcmV0'}}"
      })
  void whatIsNoSecretOfTheApiGoesOnAsNoJsonAndWithoutItsValues(String quoted) {
    String body = quoted.replace('\'', '"');
    for (String whole : List.of(body, "{\"items\":[" + body + "]}", "{\"object\":" + body + '}')) {
      String out = masked(whole, false);
      assertThat(out).doesNotContain("c2VjcmV0").doesNotContain("secret");
      assertNoJson(out);
      // The next line of a watch is a new document; of anything else there is none.
      String next = masked(whole + '\n' + EVENT, true);
      assertThat(next)
          .doesNotContain("c2VjcmV0")
          .endsWith("!\n" + EVENT.replace("c2VjcmV0", mask("a", "secret")));
      assertNoJson(next);
      assertThat(masked(whole + '\n' + EVENT, false)).isEqualTo(out);
    }
  }

  @Test
  void aWordThatIsNoneStaysOne() {
    assertNoJson(masked("{\"data\":{\"a\":nul}}", false));
    assertNoJson(masked("{\"x\":tru}", false));
  }

  @Test
  void aBodyThatEndsInTheMiddleIsNoJson() {
    String body = LIST.strip();
    for (int i = 1; i < body.length(); i++) {
      String out = masked(body.substring(0, i), false);
      assertThat(out).doesNotContain("c2Vj");
      assertThatThrownBy(() -> MAPPER.readTree(out)).isInstanceOf(StreamReadException.class);
    }
  }

  @Test
  void anEventThatEndsInTheMiddleSpoilsItsLineAlone() {
    for (int i = 1; i < EVENT.length() - 1; i++) {
      String out = masked(EVENT.substring(0, i) + '\n' + EVENT, true);
      assertThat(out)
          .doesNotContain("c2Vj")
          .endsWith("\n" + EVENT.replace("c2VjcmV0", mask("a", "secret")));
    }
  }

  @Test
  void whatIsNestedTooDeepIsNoJson() {
    String deep = "{\"x\":" + "[".repeat(500) + "]".repeat(500) + '}';
    assertThat(masked(deep, false)).isEqualTo(deep);
    assertNoJson(masked("{\"x\":" + "[".repeat(5_000) + "]".repeat(5_000) + '}', false));
  }

  @Test
  void aLargeValueIsHashedWholeAndOnlyItsHashGoesOn() {
    byte[] value = new byte[1 << 20];
    new Random(1).nextBytes(value);
    String text = Base64.getEncoder().encodeToString(value);

    String out = masked(EVENT.replace("c2VjcmV0", text), true);

    assertThat(out).isEqualTo(EVENT.replace("c2VjcmV0", mask("db", "a", value)));
  }

  /** A page of the first list, which is far more than a heap has. */
  @Test
  void ofAPageOfLargeSecretsLessGoesOnThanOfOneOfThem() {
    byte[] value = bytes(Base64.getEncoder().encodeToString(new byte[1_000_000]));
    long whole = 0;
    long out = 0;
    try (MaskedSecrets masking = new MaskedSecrets(MACS, false)) {
      for (int i = 0; i < 100; i++) {
        String before = i == 0 ? "{\"items\":[" : ",";
        List<ByteBuffer> secret =
            List.of(
                ByteBuffer.wrap(
                    bytes(
                        before
                            + "{\"metadata\":{\"name\":\"s%d\",\"namespace\":\"shop\"},\"data\":{\"a\":\""
                                .formatted(i))),
                ByteBuffer.wrap(value),
                ByteBuffer.wrap(bytes("\"}}")));
        whole += value.length;
        out += masking.rewrite(secret).remaining();
      }
    }
    assertThat(whole).isGreaterThan(100_000_000);
    assertThat(out).isBetween(2_000L, 20_000L);
  }
}
