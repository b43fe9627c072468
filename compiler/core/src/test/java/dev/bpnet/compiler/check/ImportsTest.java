package dev.bpnet.compiler.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bpnet.compiler.diagnostic.Diagnostic;
import dev.bpnet.compiler.diagnostic.Diagnostics;
import dev.bpnet.compiler.source.SourceFile;
import dev.bpnet.compiler.syntax.SourceParser;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Imports among files that stand in a map. */
class ImportsTest {
  private static List<String> problems(
      String path, Map<String, String> files, Optional<String> root) {
    return problems(path, files, "", root);
  }

  private static List<String> problems(
      String path, Map<String, String> files, String directory, Optional<String> root) {
    Diagnostics sink = new Diagnostics();
    CheckOptions options =
        new CheckOptions(
            Map.of(),
            (name, to) ->
                Optional.ofNullable(files.get(name))
                    .map(text -> SourceParser.parse(new SourceFile(name, text), to)),
            directory,
            root);
    Checker.check(SourceParser.parse(new SourceFile(path, files.get(path)), sink), options, sink);
    return sink.all().stream().map(ImportsTest::text).toList();
  }

  private static String text(Diagnostic diagnostic) {
    return diagnostic.span().file().path() + " " + diagnostic.message();
  }

  private static final String NETWORK = "network N { input x[2] output y = %s loss sum(y) }";

  @Test
  void bringConstantsFunctionsAndLayers() {
    Map<String, String> files =
        Map.of(
            "main.bpnet", "import \"lib/a.bpnet\" " + NETWORK.formatted("x |> wide |> half"),
            "lib/a.bpnet",
                """
                import "../b.bpnet"
                const UNITS = 2 * BASE
                layer wide(x) = x |> dense(UNITS) |> own
                fn half(x) = x / BASE
                fn own(x) = x
                network Unused { loss 1 }
                """,
            "b.bpnet", "const BASE = 2");
    assertThat(problems("main.bpnet", files, Optional.empty())).isEmpty();
  }

  @Test
  void areHiddenByOwnDeclarationsAndHideTheLibrary() {
    Map<String, String> files =
        Map.of(
            "main.bpnet",
            "import \"a.bpnet\" const f = 3 " + NETWORK.formatted("reshape(relu(x) + f, [2])"),
            "a.bpnet",
            "fn f(x) = nothing fn relu(x) = x[0..2]");
    assertThat(problems("main.bpnet", files, Optional.empty()))
        .containsExactly("a.bpnet unknown name 'nothing'");
  }

  @Test
  void mayNotLeaveTheSourceRoot() {
    String path = "src/com/acme/main.bpnet";
    String source = "package com.acme import \"%s\" " + NETWORK.formatted("x");
    for (String target : List.of("../../lib.bpnet", "../lib.bpnet", "./../acme/lib.bpnet")) {
      Map<String, String> files =
          Map.of(
              path,
              source.formatted(target),
              "src/lib.bpnet",
              "const A = 1",
              "src/com/lib.bpnet",
              "const A = 1",
              "src/com/acme/lib.bpnet",
              "const A = 1");
      assertThat(problems(path, files, Optional.empty())).as(target).isEmpty();
    }
    Map<String, String> outside =
        Map.of(path, source.formatted("../../../lib.bpnet"), "lib.bpnet", "const A = 1");
    assertThat(problems(path, outside, Optional.empty()))
        .containsExactly(path + " '../../../lib.bpnet' lies outside of the source root 'src'");
    Map<String, String> narrowed =
        Map.of(path, source.formatted("../lib.bpnet"), "src/com/lib.bpnet", "const A = 1");
    assertThat(problems(path, narrowed, Optional.of("src/com/acme"))).hasSize(1);
    assertThat(problems(path, narrowed, Optional.of("src/com/"))).isEmpty();
  }

  @Test
  void knowFoldersAboveTheOneWhereTheCompilerRuns() {
    Map<String, String> files =
        Map.of(
            "main.bpnet",
            "package com.acme import \"../lib.bpnet\" " + NETWORK.formatted("x * A"),
            "../lib.bpnet",
            "const A = 1");
    assertThat(problems("main.bpnet", files, "/home/me/src/com/acme", Optional.empty())).isEmpty();
    assertThat(problems("main.bpnet", files, "/home/me/elsewhere", Optional.empty()))
        .contains("main.bpnet '../lib.bpnet' lies outside of the source root '/home/me/elsewhere'");
    assertThat(problems("main.bpnet", files, "/home/me/src/com/acme", Optional.of(".."))).isEmpty();
  }

  @Test
  void ofASharedFileDoNotClash() {
    Map<String, String> files =
        Map.of(
            "main.bpnet",
            "import \"a.bpnet\" import \"./a.bpnet\" " + NETWORK.formatted("x * A"),
            "a.bpnet",
            "const A = 1");
    assertThat(problems("main.bpnet", files, Optional.empty())).isEmpty();
  }
}
