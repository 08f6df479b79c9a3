package dev.keyturn.operator.provider.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.Standing;
import dev.keyturn.operator.provider.VersionStamp;
import dev.keyturn.operator.provider.Writer;
import dev.keyturn.operator.source.http.ScriptedServer;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a backend must keep that took a write whose answer never came, or came as something else.
 */
abstract class LostReplyCases extends WriteCases {
  private static final Map<String, String> OURS = Map.of(Standing.OWNER_TAG, "us/shop/db");
  private static final int LOOKS = 5;

  /** What comes in place of the answer to a write that was taken. */
  enum Reply implements ScriptedServer.Script {
    NOTHING_SAID(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"),
    PAGE("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 13\r\n\r\n<html></html>"),
    HALF_AN_OBJECT(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{\"secret\""),
    OTHER_SUCCESS("HTTP/1.1 203 OK\r\nContent-Length: 2\r\n\r\n{}"),
    SERVER_FAULT("HTTP/1.1 502 No\r\nContent-Length: 0\r\n\r\n"),
    RESET_IN_THE_BODY("HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n{}");

    private final String begun;

    Reply(String begun) {
      this.begun = begun;
    }

    @Override
    public void answer(ScriptedServer.Seen request, ScriptedServer.Peer peer) throws IOException {
      peer.raw(begun);
      if (this == RESET_IN_THE_BODY) {
        peer.reset();
      }
    }
  }

  @Nested
  class LostReply {
    /** Each change of which a write is made loses its reply once, as the only one. */
    @ParameterizedTest
    @EnumSource
    @Needs({Trait.WRITE, Trait.WIRE})
    void aWriteWhoseReplyIsLostIsFoundByALook(Reply reply) {
      int lost = 0;
      while (writeLosing(lost, reply)) {
        lost++;
      }
      assertThat(lost).as("changes of which a write is made").isPositive();
    }

    /** False where both writes, the first one and a change, needed fewer changes than that. */
    private boolean writeLosing(int change, Reply reply) {
      String key = key("app" + change);
      try (ScriptedServer server = ScriptedServer.plain(reply);
          Detour detour = new Detour();
          ProviderClient client = backend().openBehind(detour)) {
        Call call = new Call(value(client.login(soon())), soon(), "contract");
        Writer writer = client.writer().orElseThrow();
        detour.lose(server, change);
        bring(writer, key, "{\"v\":\"1\"}", call);
        detour.back();
        detour.lose(server, change);
        bring(writer, key, "{\"v\":\"2\"}", call);
        return server.connections() > 0;
      }
    }

    /** As a push does it: looks, writes where that is not it, and looks again. */
    private void bring(Writer writer, String key, String wanted, Call call) {
      for (int look = 0; look < LOOKS; look++) {
        try (Standing standing = value(writer.look(key, call))) {
          if (standing instanceof Standing.Present present && isText(present, wanted)) {
            assertThat(standing.tags()).isEqualTo(OURS);
            return;
          }
          if (write(writer, key, wanted, standing, call)
              instanceof Outcome.Failed<VersionStamp>(Failure failure)) {
            assertThat(failure.mayHaveApplied() || failure.kind() == FailureClass.Conflict)
                .as("%s says that the write may stand", failure)
                .isTrue();
          }
        }
      }
      throw new AssertionError("the value never showed");
    }

    private Outcome<VersionStamp> write(
        Writer writer, String key, String wanted, Standing standing, Call call) {
      try (SecretBytes payload = SecretBytes.ofText(wanted)) {
        return switch (standing) {
          case Standing.Absent absent -> writer.createIfAbsent(key, payload, OURS, call);
          case Standing.Present present ->
              writer.compareAndSet(key, payload, present.value().version().orElseThrow(), call);
          case Standing.Gone gone -> writer.compareAndSet(key, payload, gone.newest(), call);
        };
      }
    }

    private boolean isText(Standing.Present present, String wanted) {
      return present.value().payload().withText(wanted::equals);
    }
  }
}
