package dev.bpnet.compiler.emit;

import com.palantir.javapoet.CodeBlock;
import dev.bpnet.compiler.graph.Initializer;
import dev.bpnet.compiler.graph.Kind;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Shape;
import dev.bpnet.compiler.graph.TrainSettings;
import dev.bpnet.compiler.graph.Variable;
import java.util.List;
import java.util.Map;

/** The expression that builds a network's {@code Description}. */
final class DescriptionWriter {
  private final EmissionInput input;
  private final CodeBlock.Builder out = CodeBlock.builder();

  private DescriptionWriter(EmissionInput input) {
    this.input = input;
  }

  static CodeBlock write(EmissionInput input) {
    return new DescriptionWriter(input).description();
  }

  private CodeBlock description() {
    out.add(
        "$T.of($S, $T.Precision.$L)",
        RuntimeTypes.DESCRIPTION,
        input.model().name(),
        RuntimeTypes.DESCRIPTION,
        input.single() ? "FLOAT" : "DOUBLE");
    call("source", CodeBlock.of("$S, $S", input.model().span().file().path(), input.fingerprint()));
    call("plan", CodeBlock.of("$S", input.program().plan()));
    for (Variable variable : input.model().variables()) {
      variable(variable);
    }
    for (Map.Entry<String, Node> output : input.model().prediction().outputs().entrySet()) {
      Node node = output.getValue();
      data("output", "classOutput", output.getKey(), node.kind(), node.shape());
    }
    for (String metric : input.model().prediction().metrics().keySet()) {
      call("metric", CodeBlock.of("$S", metric));
    }
    call("training", training(input.model().train()));
    return out.add("\n    .build()").build();
  }

  private void call(String method, CodeBlock arguments) {
    out.add("\n    .$L($L)", method, arguments);
  }

  private void variable(Variable variable) {
    switch (variable.role()) {
      case INPUT -> data("input", "classInput", variable.name(), variable.kind(), variable.shape());
      case TARGET ->
          data("target", "classTarget", variable.name(), variable.kind(), variable.shape());
      case PARAMETER -> kept("trained", variable);
      case FROZEN -> kept("frozen", variable);
      case STATE -> kept("state", variable);
    }
  }

  private void data(String real, String classes, String name, Kind kind, Shape shape) {
    if (kind.isClass()) {
      call(classes, CodeBlock.of("$S, $L$L", name, kind.classes(), dims(shape)));
    } else {
      call(real, CodeBlock.of("$S$L", name, dims(shape)));
    }
  }

  private void kept(String method, Variable variable) {
    Initializer initializer = variable.initializer().orElseThrow();
    call(
        method,
        CodeBlock.of(
            "$S, $T.$L($L)$L",
            variable.name(),
            RuntimeTypes.INITIALIZER,
            camel(initializer.name()),
            initializer.arguments().stream()
                .map(Literals::ofDouble)
                .collect(CodeBlock.joining(", ")),
            dims(variable.shape())));
  }

  private static CodeBlock dims(Shape shape) {
    CodeBlock.Builder dims = CodeBlock.builder();
    for (int dim : shape.dims()) {
      dims.add(", $L", dim);
    }
    return dims.build();
  }

  private static CodeBlock training(TrainSettings train) {
    CodeBlock.Builder block = CodeBlock.builder().add("$T.of()", RuntimeTypes.TRAINING);
    block.add("\n        .withOptimizer($L)", call(train.optimizer()));
    block.add("\n        .withBatch($L).withEpochs($L)", train.batch(), train.epochs());
    train.clip().ifPresent(clip -> block.add("\n        .withClip($L)", call(clip)));
    train.schedule().ifPresent(schedule -> block.add("\n        .withSchedule($L)", call(schedule)));
    if (!train.stop().isEmpty()) {
      List<CodeBlock> calls = train.stop().stream().map(DescriptionWriter::call).toList();
      block.add("\n        .withStop($L)", calls.stream().collect(CodeBlock.joining(", ")));
    }
    if (!train.shuffle()) {
      block.add("\n        .withShuffle(false)");
    }
    return block.add("\n        .withSeed($LL)", train.seed()).build();
  }

  private static CodeBlock call(TrainSettings.Call call) {
    CodeBlock.Builder block =
        CodeBlock.builder().add("$T.Call.of($S)", RuntimeTypes.TRAINING, call.name());
    for (TrainSettings.Argument argument : call.arguments()) {
      block.add(".with($S, $L)", argument.name(), Literals.ofDouble(argument.value()));
    }
    return block.build();
  }

  private static String camel(String snake) {
    StringBuilder text = new StringBuilder();
    for (String part : snake.split("_")) {
      text.append(text.isEmpty() ? part : part.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + part.substring(1));
    }
    return text.toString();
  }
}
