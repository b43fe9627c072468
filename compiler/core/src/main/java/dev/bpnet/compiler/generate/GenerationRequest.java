package dev.bpnet.compiler.generate;

import dev.bpnet.compiler.CompilerOptions;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What to generate.
 *
 * @param models to compile
 * @param options for all of them; without a package name, the folders below a model's root are its
 *     package; without a source root, a model's root is its source root
 * @param output folder for packages and sources; absent to compile only
 * @param encoding of the sources; what it lacks is written as a Unicode escape
 * @param manifest the file that remembers what was made from what; its folder is this generator's
 *     own, one for all manifests of an output folder; absent to compile everything and remove
 *     nothing
 */
public record GenerationRequest(
    List<ModelFile> models,
    CompilerOptions options,
    Optional<Path> output,
    Charset encoding,
    Optional<Path> manifest) {
  public GenerationRequest {
    models = List.copyOf(models);
  }

  /** Compiles only, until told where to write. */
  public GenerationRequest(List<ModelFile> models, CompilerOptions options) {
    this(models, options, Optional.empty(), StandardCharsets.UTF_8, Optional.empty());
  }

  public GenerationRequest withOutput(Path folder) {
    return new GenerationRequest(models, options, Optional.of(folder), encoding, manifest);
  }

  public GenerationRequest withEncoding(Charset newEncoding) {
    return new GenerationRequest(models, options, output, newEncoding, manifest);
  }

  public GenerationRequest withManifest(Path file) {
    return new GenerationRequest(models, options, output, encoding, Optional.of(file));
  }
}
