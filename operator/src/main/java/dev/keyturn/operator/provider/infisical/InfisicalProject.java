package dev.keyturn.operator.provider.infisical;

/** How a project is named. */
public sealed interface InfisicalProject {

  /** By its id, which every call takes. */
  record Id(String id) implements InfisicalProject {}

  /** By its slug; each login asks for the id. */
  record Slug(String slug) implements InfisicalProject {}
}
