package dev.keyturn.operator.provider.vault;

import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Outcome;

/** Makes the requests. Both adapters give status, headers and raw bytes, and judge none of them. */
interface VaultTransport {
  /** Greatest body of an answer that holds a value, bytes. */
  int VALUE_LIMIT = 2 * 1024 * 1024;

  /** Greatest body of every other answer, bytes. */
  int SMALL_LIMIT = 256 * 1024;

  /** Greatest body of an answer that lists names, bytes. */
  int PAGE_LIMIT = 8 * 1024 * 1024;

  /** Header that Vault writes to its audit log without being told to. */
  String AUDIT_ID = "X-Correlation-Id";

  Outcome<BackendHttp.Answer> send(VaultOperation operation, Deadline deadline);
}
