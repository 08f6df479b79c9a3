package dev.keyturn.cli.lint;

/** What is looked for. An id, once given, keeps its meaning. */
public enum Rule {
  KT001(
      Level.error,
      "The object does not fit the schema of its kind.",
      "The API server refuses it, or drops the field that it does not know.",
      "Write the field as docs/reference/crds.md says."),
  KT002(
      Level.error,
      "The operator refuses the spec: a schedule, an expression, a duration or a key.",
      "The object stays ConfigInvalid or TargetInvalid, and nothing is written.",
      "Correct the field that is named."),
  KT003(
      Level.error,
      "refreshInterval is below 10s.",
      "Backends are read too often; the API server refuses it.",
      "Use 10s or more."),
  KT004(
      Level.note,
      "The kind belongs to keyturn.dev, but this version has no schema of it.",
      "Its fields were not checked.",
      "Nothing to do."),
  KT010(
      Level.warning,
      "find.name.regexp is not anchored.",
      "It is looked for anywhere in the name with its path: db finds old/db-root and dbadmin too.",
      "Begin it with ^ or end it with $, each alternative of it; best both."),
  KT011(
      Level.warning,
      "decodingStrategy is Auto.",
      "A value that happens to be valid Base64 is decoded: test, or a password of 32 letters.",
      "Say Base64 or Base64URL where the values are, and nothing where they are not."),
  KT020(
      Level.error,
      "A template cannot be parsed.",
      "The sync ends with TemplateError, and nothing is written.",
      "Correct the template at the line and column of the text; docs/how-to/templates.md has the"
          + " grammar."),
  KT021(
      Level.warning,
      "A template reads a key that nothing gives.",
      "The sync ends with TemplateError, unless the template asks for the key first.",
      "Add the key to data, or correct its name. Where dataFrom may give any key, nothing is"
          + " said."),
  KT030(
      Level.warning,
      "A store that is referred to is not among the manifests, though others of its kind are.",
      "The sync waits with StoreNotReady when the cluster lacks it too.",
      "Correct the name, the kind or the namespace, or check both together."),
  KT031(
      Level.warning,
      "A ClusterSecretStore is used that no TenantSecretScope among the manifests names.",
      "A ClusterSecretStore is closed until a scope opens it: ScopeDenied.",
      "Add a TenantSecretScope, or check it together with this manifest."),
  KT040(
      Level.warning,
      "push has deletionPolicy Delete.",
      "Whoever deletes the SecretSync deletes the secret at the backend.",
      "Leave it out where another reads the secret too."),
  KT050(
      Level.error,
      "A text of the manifest looks like a credential.",
      "Everybody who reads the repository or the object reads it.",
      "Put the value into a backend and refer to it; replace it, since it is known by now."),
  KT051(
      Level.warning,
      "A Secret stands in the manifest with its values.",
      "Everybody who reads the repository reads them.",
      "Let a SecretSync make it, or create it outside of the repository."),
  KT060(
      Level.warning,
      "A RotationPolicy changes a value that is marked keyturn.dev/never-rotate.",
      "What was made with the old value, such as the hashes of a pepper, becomes useless.",
      "Delete the policy, or take the mark away if it is wrong."),
  KT070(
      Level.warning,
      "A generated password has fewer than 128 bits.",
      "Who has its hash can try more values than a person would think; below 96 bits it is refused.",
      "Leave length at its default of 32; 22 letters and digits have 130 bits."),
  KT071(
      Level.warning,
      "A UUID is generated for a key that is named like a credential.",
      "A UUID identifies: programs print and log it, and 6 of its 128 bits are fixed.",
      "Use password or bytes.");

  private final Level level;
  private final String what;
  private final String why;
  private final String fix;

  Rule(Level level, String what, String why, String fix) {
    this.level = level;
    this.what = what;
    this.why = why;
    this.fix = fix;
  }

  public Level level() {
    return level;
  }

  public String what() {
    return what;
  }

  public String why() {
    return why;
  }

  public String fix() {
    return fix;
  }
}
