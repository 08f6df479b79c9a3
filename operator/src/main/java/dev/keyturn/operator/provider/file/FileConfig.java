package dev.keyturn.operator.provider.file;

import dev.keyturn.operator.provider.ProviderConfig;
import java.nio.file.Path;

/**
 * A file or folder.
 *
 * @param root nothing outside of this folder is ever read
 * @param path of the file or folder, relative to the root
 */
public record FileConfig(Path root, String path) implements ProviderConfig {}
