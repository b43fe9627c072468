package dev.bpnet.compiler.syntax;

import dev.bpnet.compiler.diagnostic.Code;
import dev.bpnet.compiler.source.SourceFile;
import dev.bpnet.compiler.source.Span;
import dev.bpnet.compiler.syntax.CompilationUnit.Documentation;
import dev.bpnet.compiler.syntax.Declaration.Parameter;
import dev.bpnet.grammar.BpNetBaseListener;
import dev.bpnet.grammar.BpNetParser;
import dev.bpnet.grammar.BpNetParser.ParameterContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.SourceVersion;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;

/** Builds the declarations of a file, from what the builders of statements and expressions made. */
final class DeclarationBuilder extends BpNetBaseListener {
  private final ExpressionBuilder expressions;
  private final StatementBuilder statements;
  private final TokenSpans spans;
  private final Reading reading;

  private final List<Identifier> packageName = new ArrayList<>();
  private final List<CompilationUnit.Import> imports = new ArrayList<>();
  private final List<Declaration> declarations = new ArrayList<>();
  private Optional<Declaration> built = Optional.empty();

  DeclarationBuilder(ExpressionBuilder expressions, StatementBuilder statements, Reading reading) {
    this.expressions = expressions;
    this.statements = statements;
    this.spans = reading.spans();
    this.reading = reading;
  }

  /** What has been read. */
  CompilationUnit unit(SourceFile file) {
    return new CompilationUnit(file, packageName, imports, declarations, reading.comments().all());
  }

  @Override
  public void exitPackageClause(BpNetParser.PackageClauseContext context) {
    if (context.exception != null) {
      return;
    }
    if (!packageName.isEmpty()) {
      misplaced(context, "a file has one package");
      return;
    }
    if (!imports.isEmpty() || !declarations.isEmpty()) {
      misplaced(context, "the package must come first");
    }
    packageName.add(spans.identifier(context.first));
    for (BpNetParser.PackagePartContext part : context.rest) {
      packageName.add(spans.identifier(part.start));
    }
    for (Identifier part : packageName) {
      if (!SourceVersion.isName(part.text(), SourceVersion.RELEASE_17)) {
        reading.sink().report(Code.NOT_A_JAVA_PACKAGE, part.span(), part.text());
      }
    }
  }

  @Override
  public void exitImportClause(BpNetParser.ImportClauseContext context) {
    if (context.exception != null) {
      return;
    }
    Token path = context.path;
    if (path.getType() == BpNetParser.OPEN_STRING) {
      reading.sink().report(Code.UNCLOSED_TEXT, spans.of(path));
      return;
    }
    if (!declarations.isEmpty()) {
      misplaced(context, "an import must come before all declarations");
    }
    String quoted = path.getText();
    String unquoted = quoted.substring(1, quoted.length() - 1);
    imports.add(new CompilationUnit.Import(unquoted, spans.of(context)));
  }

  private void misplaced(ParserRuleContext context, String rule) {
    reading.sink().report(Code.MISPLACED_CLAUSE, spans.of(context), rule);
  }

  @Override
  public void enterDeclaration(BpNetParser.DeclarationContext context) {
    built = Optional.empty();
    statements.clear();
  }

  @Override
  public void exitDeclaration(BpNetParser.DeclarationContext context) {
    if (context.exception == null && built.isPresent()) {
      declarations.add(built.get());
    } else {
      reading
          .outline()
          .declaredName(context.start)
          .map(name -> new Declaration.Broken(spans.identifier(name), spans.of(context)))
          .ifPresent(declarations::add);
    }
  }

  @Override
  public void exitConstant(BpNetParser.ConstantContext context) {
    if (context.exception == null) {
      Identifier name = spans.identifier(context.name);
      Expression value = expressions.pop();
      built =
          Optional.of(
              new Declaration.Constant(name, value, documentation(context), spans.of(context)));
    }
  }

  @Override
  public void exitFunction(BpNetParser.FunctionContext context) {
    if (context.exception == null && context.head.exception == null) {
      List<Statement> body = body(context.braces != null);
      built =
          Optional.of(
              new Declaration.Function(
                  spans.identifier(context.head.name),
                  parameters(context.head.parameters),
                  body,
                  documentation(context),
                  spans.of(context)));
    }
  }

  @Override
  public void exitLayer(BpNetParser.LayerContext context) {
    if (context.exception == null && context.head.exception == null) {
      List<Statement> body = body(context.braces != null);
      built =
          Optional.of(
              new Declaration.Layer(
                  spans.identifier(context.head.name),
                  parameters(context.head.parameters),
                  body,
                  documentation(context),
                  spans.of(context)));
    }
  }

  @Override
  public void exitNetwork(BpNetParser.NetworkContext context) {
    if (context.exception == null && context.head.exception == null) {
      List<Statement> body = statements.popBlock();
      built =
          Optional.of(
              new Declaration.Network(
                  spans.identifier(context.head.name),
                  parameters(context.head.parameters),
                  body,
                  documentation(context),
                  spans.of(context)));
    }
  }

  private List<Statement> body(boolean block) {
    if (block) {
      return statements.popBlock();
    }
    Expression value = expressions.pop();
    return List.of(new Statement.Return(value, value.span()));
  }

  private List<Parameter> parameters(List<ParameterContext> written) {
    int defaults = (int) written.stream().filter(p -> p.value != null).count();
    List<Expression> values = expressions.pop(defaults);
    List<Parameter> parameters = new ArrayList<>();
    int next = 0;
    for (ParameterContext parameter : written) {
      Span span = spans.of(parameter);
      Optional<Expression> value =
          parameter.value == null ? Optional.empty() : Optional.of(values.get(next++));
      parameters.add(new Parameter(spans.identifier(parameter.name), value, span));
    }
    return parameters;
  }

  private Optional<Documentation> documentation(ParserRuleContext context) {
    return reading.comments().before(context.start);
  }
}
