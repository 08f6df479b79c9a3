package dev.keyturn.operator.engine.template;

/** What came of rendering a template. */
public sealed interface RenderOutcome {

  /** The bytes; whoever receives them owns and wipes them. */
  final class Rendered implements RenderOutcome {
    private final byte[] output;

    Rendered(byte[] output) {
      this.output = output;
    }

    /** The live array. */
    public byte[] output() {
      return output;
    }
  }

  /** Nothing was rendered. */
  record Failed(TemplateFailure failure) implements RenderOutcome {}
}
