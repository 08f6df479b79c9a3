package dev.keyturn.operator.source.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.proof.Fault;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GuardedResolverTest {
  private static final InetAddress OPEN = InetAddress.ofLiteral("203.0.113.9");
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final InetAddressResolver.LookupPolicy ANY =
      InetAddressResolver.LookupPolicy.of(
          InetAddressResolver.LookupPolicy.IPV4 | InetAddressResolver.LookupPolicy.IPV6);

  private final AtomicLong nanos = new AtomicLong();
  private final Deque<List<InetAddress>> answers = new ArrayDeque<>();
  private final GuardedResolver resolver = new GuardedResolver(new Scripted(), nanos::get);

  private final class Scripted implements InetAddressResolver {
    @Override
    public Stream<InetAddress> lookupByName(String host, LookupPolicy policy)
        throws UnknownHostException {
      List<InetAddress> answer = answers.remove();
      if (answer.isEmpty()) {
        throw new UnknownHostException();
      }
      return answer.stream();
    }

    @Override
    public String lookupByAddress(byte[] address) throws UnknownHostException {
      throw new UnknownHostException();
    }
  }

  private List<InetAddress> look() throws UnknownHostException {
    return resolver.lookupByName("vault.example", ANY).toList();
  }

  private static void guarded(Runnable task) {
    NameGuard.guarded(Runnable::run, EndpointPolicy.of(List.of("https://*"), Set.of()))
        .execute(task);
  }

  @Test
  void threadsWithoutAPolicySeeEveryAddress() throws UnknownHostException {
    answers.add(List.of(LOOPBACK));

    assertThat(look()).containsExactly(LOOPBACK);
  }

  @Test
  void oneRefusedAddressRefusesTheName() {
    answers.add(List.of(OPEN, LOOPBACK));

    guarded(() ->
        assertThatThrownBy(this::look)
            .isInstanceOf(UnknownHostException.class)
            .hasMessageNotContaining("vault.example"));
  }

  @Test
  void aRememberedNameIsCheckedAgain() throws UnknownHostException {
    answers.add(List.of(LOOPBACK));
    look();

    guarded(() -> assertThatThrownBy(this::look).isInstanceOf(UnknownHostException.class));
  }

  @Fault("V20")
  @Test
  void aNameThatIsUnknownIsAskedForAnewAtOnce() throws UnknownHostException {
    answers.add(List.of());
    answers.add(List.of(OPEN));

    assertThatThrownBy(this::look).isInstanceOf(UnknownHostException.class);
    assertThat(look()).containsExactly(OPEN);
  }

  @Fault("V20")
  @Test
  void aNameIsRememberedForFiveSeconds() throws UnknownHostException {
    answers.add(List.of(OPEN));
    answers.add(List.of(LOOPBACK));
    look();

    nanos.set(Duration.ofSeconds(5).toNanos() - 1);
    assertThat(look()).containsExactly(OPEN);
    nanos.set(Duration.ofSeconds(5).toNanos());
    assertThat(look()).containsExactly(LOOPBACK);
  }
}
