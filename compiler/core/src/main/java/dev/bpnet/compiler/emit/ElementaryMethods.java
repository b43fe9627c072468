package dev.bpnet.compiler.emit;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import dev.bpnet.compiler.elementary.Definition;
import dev.bpnet.compiler.elementary.FloatFunctions;
import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Function;
import dev.bpnet.compiler.loop.Routine;
import dev.bpnet.compiler.loop.Stmt;
import dev.bpnet.compiler.loop.Type;
import dev.bpnet.compiler.loop.Uses;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.Modifier;

/** The elementary functions that a class has as methods of its own: in float, those it calls. */
final class ElementaryMethods {
  private final Map<Function, String> names = new EnumMap<>(Function.class);

  private ElementaryMethods() {}

  /** For calls in double precision, which are all the JDK's or the runtime's. */
  static ElementaryMethods none() {
    return new ElementaryMethods();
  }

  /**
   * Those that the routines call.
   *
   * @param methods the class's methods so far; the functions get free names
   */
  static ElementaryMethods calledBy(List<Routine> routines, MethodNames methods) {
    ElementaryMethods called = new ElementaryMethods();
    for (Routine routine : routines) {
      Uses.walkAll(routine.body(), called::collect);
    }
    called.names.replaceAll((function, none) -> methods.fresh(function.symbol()));
    return called;
  }

  private void collect(Expr expr) {
    if (expr instanceof Expr.Apply apply && FloatFunctions.describes(apply.function())) {
      names.put(apply.function(), "");
    }
  }

  /** The method for the function, if it is one of the class. */
  Optional<String> of(Function function) {
    return Optional.ofNullable(names.get(function));
  }

  List<MethodSpec> methods(Calls calls) {
    List<MethodSpec> all = new ArrayList<>();
    names.forEach((function, name) -> all.add(method(function, name, calls)));
    return all;
  }

  private static MethodSpec method(Function function, String name, Calls calls) {
    Definition definition = FloatFunctions.of(function, Type.REAL);
    Names locals = new Names();
    locals.reserveTypes();
    String x = locals.give(definition.argument(), definition.argument().hint());
    Stmt result = new Stmt.Return(definition.value());
    List<Stmt> body = new ArrayList<>(definition.body());
    body.add(result);
    CodeBlock code = StatementWriter.write(true, locals, calls, Map.of(), body);
    return MethodSpec.methodBuilder(name)
        .addJavadoc("$L\n", FloatFunctions.comment(function))
        .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
        .returns(TypeName.FLOAT)
        .addParameter(TypeName.FLOAT, x)
        .addCode(code)
        .build();
  }
}
