package dev.keyturn.operator.provider;

import java.util.Optional;

/** Who a caller is at a cloud, for a backend that asks the cloud instead of keeping passwords. */
public sealed interface CloudCaller {

  /**
   * A caller of AWS.
   *
   * @param region whose security token service is asked; empty for us-east-1
   * @param role that a ServiceAccount's token is exchanged for; empty for the identity that AWS
   *     gave to the operator
   */
  record Aws(Optional<String> region, Optional<Role> role) implements CloudCaller {}

  /**
   * A role that trusts a ServiceAccount.
   *
   * @param audience of the token that is asked of the token source
   */
  record Role(String arn, String audience) {}

  /**
   * A service account of Google Cloud.
   *
   * @param audience of what it signs
   * @param pool that a ServiceAccount's token is exchanged at; empty for the identity that the
   *     metadata server tells the operator
   */
  record Google(String audience, Optional<Pool> pool) implements CloudCaller {}

  /**
   * A pool of workload identities that may sign as a service account.
   *
   * @param name audience of the exchange: whose tokens these are
   * @param audience of the token that is asked of the token source
   * @param email service account that signs
   */
  record Pool(String name, String audience, String email) {}
}
