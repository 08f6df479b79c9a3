package dev.keyturn.operator.provider.vault;

import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.wire.WipedOutput;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Flow;

/** The body of a request whose publisher holds it in memory. */
final class CollectedBody implements Flow.Subscriber<ByteBuffer>, AutoCloseable {
  private final WipedOutput output = new WipedOutput();
  private Optional<SecretBytes> content = Optional.empty();

  private CollectedBody() {}

  static CollectedBody of(HttpRequest request) {
    CollectedBody body = new CollectedBody();
    request
        .bodyPublisher()
        .filter(publisher -> publisher.contentLength() != 0)
        .ifPresent(body::collect);
    return body;
  }

  private void collect(BodyPublisher publisher) {
    publisher.subscribe(this);
    content = Optional.of(output.take());
  }

  Optional<SecretBytes> content() {
    return content;
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    // A publisher of an array delivers all of it before this returns.
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(ByteBuffer part) {
    byte[] bytes = new byte[part.remaining()];
    part.get(bytes);
    output.write(bytes, 0, bytes.length);
    Arrays.fill(bytes, (byte) 0);
  }

  @Override
  public void onError(Throwable cause) {
    throw new IllegalStateException("a body in memory failed to be read");
  }

  @Override
  public void onComplete() {}

  @Override
  public void close() {
    output.close();
    content.ifPresent(SecretBytes::close);
  }
}
