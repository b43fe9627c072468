package dev.bpnet.cli;

import dev.bpnet.compiler.files.FileException;
import java.io.IOException;
import java.nio.file.Path;

/** What kept a file from being read or written, as a user's error. */
public final class FileProblems {
  private FileProblems() {}

  public static UserError unreadable(Path file, IOException e) {
    return new UserError(FileException.unreadable(file, e).getMessage());
  }

  static UserError unwritable(Path file, IOException e) {
    return new UserError(FileException.unwritable(file, e).getMessage());
  }
}
