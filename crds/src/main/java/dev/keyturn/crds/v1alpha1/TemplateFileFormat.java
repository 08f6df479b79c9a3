package dev.keyturn.crds.v1alpha1;

/** How the selected values become one file; the names are those of the manifests. */
public enum TemplateFileFormat {
  /** One compact object. */
  json,
  /** One line for each key, the text in double quotes. */
  yaml,
  /** {@code KEY="text"} lines. */
  dotenv,
  /** What {@code java.util.Properties} reads. */
  properties
}
