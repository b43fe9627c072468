package dev.bpnet.compiler.emit;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import dev.bpnet.compiler.graph.Initializer;
import dev.bpnet.compiler.graph.Kind;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Shape;
import dev.bpnet.compiler.graph.TrainSettings;
import dev.bpnet.compiler.graph.Variable;
import dev.bpnet.compiler.loop.MatrixOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Modifier;

/** The expression that builds a network's {@code Description}. */
final class DescriptionWriter {
  /** Calls in one expression or method, so that no method grows too long for HotSpot. */
  private static final int MOST_CALLS = 100;

  private final EmissionInput input;
  private final List<CodeBlock> calls = new ArrayList<>();

  DescriptionWriter(EmissionInput input) {
    this.input = input;
    collect();
  }

  /** The value of the constant. */
  CodeBlock expression() {
    if (calls.size() > MOST_CALLS) {
      return CodeBlock.of("describe()");
    }
    CodeBlock.Builder chain = CodeBlock.builder().add(start());
    calls.forEach(call -> chain.add("\n    .$L", call));
    return chain.add("\n    .build()").build();
  }

  /** Methods behind the expression: none, unless it would be very long. */
  List<MethodSpec> methods() {
    if (calls.size() <= MOST_CALLS) {
      return List.of();
    }
    List<MethodSpec> methods = new ArrayList<>();
    MethodSpec.Builder all =
        describe("describe")
            .returns(RuntimeTypes.DESCRIPTION)
            .addStatement("final $T.Builder to = $L", RuntimeTypes.DESCRIPTION, start());
    for (int from = 0; from < calls.size(); from += MOST_CALLS) {
      String name = "describe" + (methods.size() + 1);
      MethodSpec.Builder part =
          describe(name).addParameter(RuntimeTypes.DESCRIPTION.nestedClass("Builder"), "to");
      for (CodeBlock call : calls.subList(from, Math.min(from + MOST_CALLS, calls.size()))) {
        part.addStatement("to.$L", call);
      }
      methods.add(part.build());
      all.addStatement("$N(to)", name);
    }
    methods.add(0, all.addStatement("return to.build()").build());
    return methods;
  }

  private static MethodSpec.Builder describe(String name) {
    return MethodSpec.methodBuilder(name).addModifiers(Modifier.PRIVATE, Modifier.STATIC);
  }

  private CodeBlock start() {
    return CodeBlock.of(
        "$T.of($S, $T.Precision.$L)",
        RuntimeTypes.DESCRIPTION,
        input.model().name(),
        RuntimeTypes.DESCRIPTION,
        input.single() ? "FLOAT" : "DOUBLE");
  }

  private void collect() {
    call("source", CodeBlock.of("$S, $S", input.model().span().file().name(), input.fingerprint()));
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
  }

  private void call(String method, CodeBlock arguments) {
    calls.add(CodeBlock.of("$L($L)", method, arguments));
  }

  private void variable(Variable variable) {
    switch (variable.role()) {
      case INPUT -> data("input", "classInput", variable.name(), variable.kind(), variable.shape());
      case TARGET ->
          data("target", "classTarget", variable.name(), variable.kind(), variable.shape());
      case PARAMETER -> {
        MatrixOrder order = input.program().orders().get(variable.name());
        if (order == null) {
          kept("trained", variable);
        } else if (order.panel() == 0) {
          kept("trainedTransposed", variable);
        } else {
          inPanels(variable, order);
        }
      }
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
    call(
        method,
        CodeBlock.of("$S, $L$L", variable.name(), initializer(variable), dims(variable.shape())));
  }

  private void inPanels(Variable variable, MatrixOrder order) {
    call(
        order.byColumns() ? "trainedInPanelsOfRows" : "trainedInPanelsOfColumns",
        CodeBlock.of(
            "$S, $L, $L$L",
            variable.name(),
            initializer(variable),
            order.panel(),
            dims(variable.shape())));
  }

  private static CodeBlock initializer(Variable variable) {
    Initializer initializer = variable.initializer().orElseThrow();
    return CodeBlock.of(
        "$T.$L($L)",
        RuntimeTypes.INITIALIZER,
        camel(initializer.name()),
        initializer.arguments().stream().map(Literals::ofDouble).collect(CodeBlock.joining(", ")));
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
    train
        .schedule()
        .ifPresent(schedule -> block.add("\n        .withSchedule($L)", call(schedule)));
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
      text.append(
          text.isEmpty()
              ? part
              : part.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + part.substring(1));
    }
    return text.toString();
  }
}
