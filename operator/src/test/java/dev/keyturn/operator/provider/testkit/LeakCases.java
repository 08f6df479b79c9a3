package dev.keyturn.operator.provider.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Lister;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.Session;
import dev.keyturn.operator.provider.Standing;
import dev.keyturn.operator.provider.VersionStamp;
import dev.keyturn.operator.provider.Writer;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a client keeps to itself where all goes well, as {@link WireContract} does for faults. */
abstract class LeakCases extends ReadCases {

  @Nested
  class Leak {
    /** Each of the forms below spells it in its own way. */
    private static final String VALUE = "canary-7f3a9d51>e2b8?4c60";

    /** A shorter text could stand anywhere by chance. */
    private static final int LONG_ENOUGH = 8;

    /**
     * The SDK of AWS tells here, at TRACE, which address it has not seen before, with all that a
     * form says; {@code Logging} lets no library say anything below INFO.
     */
    private static final String NAMES_WHOLE_ADDRESSES = "software.amazon.awssdk.utils.uri.SdkUri";

    private final List<String> printed = new ArrayList<>();

    @Test
    void nothingIsLoggedOrPrintedOfWhatGoesWell() {
      backend().putObject(key("app"), json("1"));
      backend().putObject(key("other"), json("2"));
      List<String> secrets = new ArrayList<>(backend().credentials());
      secrets.add(VALUE);
      try (LogCapture log = new LogCapture();
          ProviderClient client = backend().open()) {
        Session session = kept(client.login(soon()));
        secrets.add(session.token().withText(text -> text));
        standing(client, session);
        reads(client, session);
        if (!backend().lacks().containsKey(Trait.WRITE)) {
          writes(client.writer().orElseThrow(), session);
        }
        kept(client.revoke(session, soon()));
        printed.add(log.textWithout(NAMES_WHOLE_ADDRESSES));
      }
      String all = String.join("\n", printed);
      secrets.stream()
          .filter(secret -> secret.length() >= LONG_ENOUGH)
          .flatMap(Leak::forms)
          .forEach(form -> assertThat(all.contains(form)).as("a secret is printed").isFalse());
    }

    private void standing(ProviderClient client, Session session) {
      kept(client.accounts(session, soon()));
      kept(client.probe(soon()));
      kept(client.verify(call(session)));
      if (session.renewable()) {
        kept(client.renew(session, soon()));
      }
    }

    private void reads(ProviderClient client, Session session) {
      List<String> keys = List.of(key("app"), key("other"));
      try (RemoteValue read =
          kept(client.read(new RemoteRef(keys.get(0), Optional.empty()), call(session)))) {
        String payload = read.payload().with(bytes -> new String(bytes, UTF_8));
        assertThat(payload).contains(VALUE);
        printed.add(read.payload().toString());
      }
      client
          .batches()
          .ifPresent(batches ->
              kept(batches.readAll(keys, call(session)))
                  .values()
                  .forEach(one -> kept(one).close()));
      client
          .lister()
          .ifPresent(
              lister -> kept(lister.list(Lister.Folder.of(""), Optional.empty(), call(session))));
      client.versions().ifPresent(versions -> kept(versions.newest(keys.get(0), call(session))));
      client
          .versionLists()
          .ifPresent(
              lists -> kept(lists.page(lists.group(keys.get(0)), Optional.empty(), call(session))));
    }

    private void writes(Writer writer, Session session) {
      String key = key("made");
      try (SecretBytes made = SecretBytes.ofText(json("3"));
          SecretBytes changed = SecretBytes.ofText(json("4"))) {
        VersionStamp first = kept(writer.createIfAbsent(key, made, call(session)));
        kept(writer.compareAndSet(key, changed, first, call(session)));
      }
      kept(writer.tag(key, Map.of("team", "shop"), call(session)));
      kept(writer.glance(key, call(session)));
      if (kept(writer.look(key, call(session))) instanceof Standing.Present(RemoteValue newest)) {
        try (newest) {
          kept(writer.delete(key, newest.version().orElseThrow(), call(session)));
        }
      }
    }

    private static String json(String number) {
      return "{\"number\":\"" + number + "\",\"v\":\"" + VALUE + "\"}";
    }

    private Call call(Session session) {
      return new Call(session, soon(), "contract");
    }

    /** Prints an outcome as a careless line of a log would. */
    private <T> T kept(Outcome<T> outcome) {
      printed.add(outcome.toString());
      return value(outcome);
    }

    /** The ways in which a text may be spelled by those who log or send it. */
    private static Stream<String> forms(String secret) {
      byte[] bytes = secret.getBytes(UTF_8);
      return Stream.concat(
          Stream.of(
              secret,
              URLEncoder.encode(secret, UTF_8),
              Arrays.toString(bytes).replaceAll("[\\[\\]]", ""),
              HexFormat.of().formatHex(bytes),
              HexFormat.of().withUpperCase().formatHex(bytes)),
          Stream.of(0, 1, 2)
              .flatMap(before ->
                  Stream.of(Base64.getEncoder(), Base64.getUrlEncoder())
                      .map(encoder -> base64(encoder, before, bytes))));
    }

    /** Without the characters at both ends, which depend on what stands before and behind. */
    private static String base64(Base64.Encoder encoder, int before, byte[] bytes) {
      byte[] behind = new byte[before + bytes.length];
      System.arraycopy(bytes, 0, behind, before, bytes.length);
      String text = encoder.encodeToString(behind);
      return text.substring(before == 0 ? 0 : 4, text.length() - 4);
    }
  }
}
