package dev.keyturn.cli.scan;

import dev.keyturn.cli.output.Documents;
import java.util.List;
import java.util.stream.Collectors;

/** Patches and their SecretSyncs as one text of YAML documents. */
final class PatchText {
  private PatchText() {}

  static String of(List<WorkloadPatch> patches, String store) {
    return patches.stream().map(patch -> both(patch, store)).collect(Collectors.joining("---\n"));
  }

  /** How the patch is used, in one line. */
  static String advice(WorkloadPatch patch, String file) {
    return patch.isForTheManifestOnly()
        ? "for the manifest, the object has to be made anew: "
            + patch.command(file)
            + " --local -f MANIFEST -o yaml"
        : "once Secret " + patch.secretName() + " is there: " + patch.command(file);
  }

  private static String both(WorkloadPatch patch, String store) {
    return patch.sync(store)
        + "---\n# "
        + advice(patch, "FILE")
        + "\n"
        + Documents.yaml((Object) patch.operations());
  }
}
