package dev.keyturn.operator.source.http;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * Ties an endpoint policy to the threads of one HTTP client, where {@link GuardedResolver} finds it
 * again: the client offers no place to hand over an address that was checked before, so the check
 * happens inside the look-up whose answer is connected to.
 */
final class NameGuard {
  private static final ScopedValue<EndpointPolicy> POLICY = ScopedValue.newInstance();

  private NameGuard() {}

  /** An executor whose tasks look names up under the policy. */
  static Executor guarded(Executor executor, EndpointPolicy policy) {
    return task -> executor.execute(() -> ScopedValue.where(POLICY, policy).run(task));
  }

  /** Whether the calling thread may connect to all of these; true for threads without a policy. */
  static boolean mayResolve(String host, List<InetAddress> addresses) {
    return !POLICY.isBound()
        || addresses.stream().allMatch(address -> POLICY.get().resolves(host, address));
  }
}
