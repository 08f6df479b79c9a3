package dev.keyturn.operator.provider.testkit;

/** What some backends have and others do not. A case of the contract names the traits it needs. */
public enum Trait {
  /** The backend is reached over HTTP, and another server can answer in its place. */
  WIRE,
  /** A login is a request to the backend's own host. */
  WIRE_LOGIN,
  /** There are names that the backend does not take. */
  ALPHABET,
  /** Payloads that are plain text and no JSON object. */
  TEXT,
  /** Payloads of no bytes at all. */
  EMPTY_TEXT,
  /** Payloads of any 256 byte values. */
  BYTES,
  /** Payload text that the backend keeps as it is, even where it is no clean JSON object. */
  RAW_JSON,
  /** Members may be other than text. */
  NESTED,
  /** Arrays of more than ten thousand items. */
  LONG_ARRAYS,
  /** Numbers of any size keep their spelling. */
  EXACT_NUMBERS,
  /** Payloads over the cap of 2 MiB. */
  OVERSIZE,
  /** The backend names the version of a value. */
  VERSION,
  /** Old versions stay readable by their id, and ids are numbers that grow. */
  HISTORY,
  /** A smaller id is an older version, also after its key was removed and made anew. */
  ORDER,
  /** Metadata of a secret. */
  TAGS,
  /** Metadata changes and the version stays. */
  TAGS_BESIDE_VERSIONS,
  /** The backend lists its keys. */
  LIST,
  /** Several secrets are read in one request. */
  BATCH,
  /** Versions are told without values: of one secret, or of many in a list. */
  VERSION_ALONE,
  /** The backend's word that a key is not there can be taken for proof. */
  ABSENCE,
  /** Slashes in keys make folders. */
  FOLDERS,
  /** A version can be deleted so that it may come back. */
  SOFT_DELETE,
  /** A version can be deleted for good while its key stays. */
  DESTROY,
  /** The history of a secret is told with states, and an older value made current again. */
  VERSION_STATES,
  /** What was deleted or switched off can be brought back. */
  UNDELETE,
  /** A version can be switched off. */
  DISABLE,
  /** What holds the keys (mount, file, folder, project) can be gone. */
  CONTAINER,
  /** The backend asks for a login. */
  LOGIN,
  /** Sessions can be ended before their time, by their owner and by the backend. */
  REVOCATION,
  /** Sessions can be renewed. */
  RENEWAL,
  /** Secrets can be written under a condition and carry a mark. */
  WRITE,
  /** Values that are too large are refused before the backend is asked. */
  WRITE_LIMIT,
  /** The backend itself refuses a write that lost a race: {@code Writer.Condition.ATOMIC}. */
  REFUSED_RACE,
  /** The backend makes credentials on demand: {@link LeasingBackend}. */
  LEASE,
  /** Such a credential ends with the session that asked for it. */
  LEASE_OF_SESSION,
  /** The backend gives a secret a new value when it is told to: {@link RotatingBackend}. */
  ROTATE,
  /** Such a rotation goes on after the answer. */
  SLOW_ROTATION,
  /** Rights may stop one path and allow another. */
  RIGHTS
}
