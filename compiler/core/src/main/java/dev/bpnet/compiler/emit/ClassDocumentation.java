package dev.bpnet.compiler.emit;

import com.palantir.javapoet.CodeBlock;
import dev.bpnet.compiler.graph.Model;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Variable;
import dev.bpnet.compiler.loop.Choice;
import dev.bpnet.compiler.loop.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The Javadoc of a generated class: purpose, architecture, formulas. */
final class ClassDocumentation {
  private static final int MOST_SOURCE_LINES = 80;
  private static final int MOST_ROWS = 60;
  private static final int MOST_PARTS = 12;

  private ClassDocumentation() {}

  static CodeBlock of(EmissionInput input) {
    Model model = input.model();
    CodeBlock.Builder doc = CodeBlock.builder();
    String purpose = model.documentation().strip();
    doc.add(
        "$L\n",
        InertText.javadoc(purpose.isEmpty() ? "The network " + model.name() + "." : purpose));
    doc.add("\n<p>Architecture:\n<pre>\n");
    List<String> rows = rows(model);
    for (String row : rows.subList(0, Math.min(rows.size(), MOST_ROWS))) {
      doc.add("$L\n", InertText.javadoc(row));
    }
    if (rows.size() > MOST_ROWS) {
      doc.add("… and $L more\n", rows.size() - MOST_ROWS);
    }
    doc.add(
        "</pre>\n\n<p>Formulas, as $L has them:\n<pre>\n",
        InertText.javadoc(model.span().file().name()));
    List<String> lines = source(model);
    for (String line : lines.subList(0, Math.min(lines.size(), MOST_SOURCE_LINES))) {
      doc.add("$L\n", InertText.javadoc(line));
    }
    if (lines.size() > MOST_SOURCE_LINES) {
      doc.add("… and $L more lines\n", lines.size() - MOST_SOURCE_LINES);
    }
    doc.add("</pre>\n");
    if (input.vectors().isPresent()) {
      plan("Plan where the JVM has vectors", input.vectors().get(), doc);
      plan("Plan elsewhere", input.program(), doc);
    } else {
      plan("Plan", input.program(), doc);
    }
    doc.add("\n<p>Generated; change the model instead.\n");
    return doc.build();
  }

  /** Of a class behind the network's: what it is of it. */
  static CodeBlock ofPart(EmissionInput input) {
    CodeBlock.Builder doc = CodeBlock.builder();
    String with = input.part() == EmissionInput.Part.VECTORS ? "with" : "without";
    doc.add("{@link $L} $L vectors.\n", input.networkName(), with);
    plan("Plan", input.program(), doc);
    doc.add("\n<p>Generated; change the model instead.\n");
    return doc.build();
  }

  private static void plan(String title, Program program, CodeBlock.Builder doc) {
    doc.add("\n<p>$L: $L.\n", title, InertText.javadoc(program.plan()));
    parts(program.choices(), doc);
  }

  /** Of loops the form of every layer; the whole has been told. */
  private static void parts(List<Choice> choices, CodeBlock.Builder doc) {
    List<Choice> parts = choices.subList(Math.min(1, choices.size()), choices.size());
    if (parts.isEmpty()) {
      return;
    }
    doc.add("<ul>\n");
    for (Choice part : parts.subList(0, Math.min(parts.size(), MOST_PARTS))) {
      doc.add(
          "<li>$L: $L ($L)\n",
          InertText.javadoc(part.part()),
          InertText.javadoc(part.form()),
          InertText.javadoc(part.reason()));
    }
    if (parts.size() > MOST_PARTS) {
      doc.add("<li>… and $L more\n", parts.size() - MOST_PARTS);
    }
    doc.add("</ul>\n");
  }

  private static List<String> rows(Model model) {
    List<String[]> cells = new ArrayList<>();
    for (Variable variable : model.variables()) {
      String start = variable.initializer().map(i -> i.name()).orElse("");
      cells.add(
          new String[] {
            variable.role().name().toLowerCase(Locale.ROOT),
            variable.name(),
            variable.shape() + (variable.kind().isReal() ? "" : " " + variable.kind()),
            start
          });
    }
    for (Map.Entry<String, Node> output : model.prediction().outputs().entrySet()) {
      Node node = output.getValue();
      cells.add(
          new String[] {
            "output",
            output.getKey(),
            node.shape() + (node.kind().isReal() ? "" : " " + node.kind()),
            ""
          });
    }
    int name = cells.stream().mapToInt(c -> c[1].length()).max().orElse(1);
    int shape = cells.stream().mapToInt(c -> c[2].length()).max().orElse(1);
    return cells.stream()
        .map(
            c ->
                String.format(
                        Locale.ROOT,
                        "%-9s  %-" + name + "s  %-" + shape + "s  %s",
                        c[0],
                        c[1],
                        c[2],
                        c[3])
                    .stripTrailing())
        .toList();
  }

  private static List<String> source(Model model) {
    return model.span().text().replace("\r\n", "\n").stripTrailing().lines().toList();
  }
}
