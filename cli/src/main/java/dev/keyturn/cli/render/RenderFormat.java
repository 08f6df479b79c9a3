package dev.keyturn.cli.render;

/** How the Secret is printed. */
enum RenderFormat {
  yaml,
  json
}
