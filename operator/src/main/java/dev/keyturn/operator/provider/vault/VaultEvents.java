package dev.keyturn.operator.provider.vault;

import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.BackendHttp.Answer;
import dev.keyturn.operator.provider.BackendHttp.Upgrade;
import dev.keyturn.operator.provider.ChangeFeed;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.Session;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * The events of one key-value mount: {@code GET sys/events/subscribe/kv*?json=true} as a WebSocket,
 * which Vault Enterprise serves from 1.16 on. A server of another edition answers 404.
 */
final class VaultEvents implements ChangeFeed {
  /** Greatest size of an event, bytes; they have about one thousand. */
  private static final int EVENT_LIMIT = 64 * 1024;

  private final VaultConfig config;
  private final BackendHttp http;
  private final StatusMeaning meaning;
  private final URI uri;

  VaultEvents(VaultConfig config, BackendHttp http, StatusMeaning meaning) {
    this.config = config;
    this.http = http;
    this.meaning = meaning;
    this.uri = new VaultAddress(config.server()).ofEvents();
  }

  @Override
  public Outcome<Subscription> subscribe(Session session, Deadline deadline, Listener listener) {
    return VaultClient.edge(() -> {
      Map<String, String> headers = ThinTransport.headers(config.namespace());
      headers.put("X-Vault-Token", session.token().withText(text -> text));
      return http.upgrade(
              new BackendHttp.UpgradeRequest(uri, headers, EVENT_LIMIT, new Events(listener)),
              deadline)
          .then(this::opened);
    });
  }

  private Outcome<Subscription> opened(Upgrade upgrade) {
    return switch (upgrade) {
      case Upgrade.Open open -> Outcome.ok(open::close);
      case Upgrade.Refused(Answer answer) -> {
        try (answer) {
          yield Outcome.failed(refusal(answer));
        }
      }
    };
  }

  /** 404 is what a server says that has no events, 501 and 400 what stands before one may say. */
  private Failure refusal(Answer answer) {
    return switch (answer.status()) {
      case 400, 404, 501 ->
          Failure.of(FailureClass.NotFound, FailureDetail.CONTAINER_MISSING)
              .withStatus(answer.status());
      case 301, 302, 303, 307, 308 ->
          Failure.of(FailureClass.Unavailable, FailureDetail.REDIRECT_REFUSED)
              .withStatus(answer.status());
      default -> meaning.of(answer);
    };
  }

  /** Takes the keys out of the messages. */
  private final class Events implements BackendHttp.MessageListener {
    private final Listener listener;

    Events(Listener listener) {
      this.listener = listener;
    }

    @Override
    public void message(SecretBytes text) {
      key(text).ifPresent(listener::changed);
    }

    /** What is no event is passed over: nothing rests on it. */
    private Optional<String> key(SecretBytes text) {
      try {
        return EventBody.read(text).key(config);
      } catch (WireProblem noEvent) {
        return Optional.empty();
      }
    }

    @Override
    public void ended() {
      listener.ended();
    }
  }
}
