package dev.bpnet.compiler.syntax;

import dev.bpnet.compiler.diagnostic.Code;
import dev.bpnet.compiler.diagnostic.Diagnostics;
import dev.bpnet.compiler.source.SourceFile;
import dev.bpnet.compiler.source.Span;
import dev.bpnet.grammar.BpNetLexer;
import dev.bpnet.grammar.BpNetParser;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.atn.PredictionMode;

/** Text to tree: the entry of this package, and the only place that runs the generated parser. */
public final class SourceParser {
  private SourceParser() {}

  /**
   * Reads one file.
   *
   * @param sink takes what is wrong with its text and syntax; every broken statement is one report
   * @return always a unit; what could not be read is there as {@link Statement.Broken}, {@link
   *     Expression.Broken} and {@link Declaration.Broken}
   */
  public static CompilationUnit parse(SourceFile file, Diagnostics sink) {
    return DeepStack.call(() -> read(file, sink));
  }

  private static CompilationUnit read(SourceFile file, Diagnostics sink) {
    boolean clean = TextCheck.check(file, sink);
    BpNetLexer lexer = new BpNetLexer(CharStreams.fromString(file.text(), file.path()));
    lexer.removeErrorListeners();
    CommonTokenStream tokens = new CommonTokenStream(lexer);
    tokens.fill();
    TokenSpans spans = new TokenSpans(file);
    Comments comments = new Comments(tokens.getTokens(), spans);
    Outline outline = new Outline(tokens.getTokens());
    boolean cutOff = comments.reportUnclosed(sink);
    Reading reading = new Reading(spans, comments, outline, sink);
    SyntaxErrors errors = new SyntaxErrors(reading, cutOff);
    CompilationUnit unit = run(new BpNetParser(tokens), reading, errors).unit(file);
    boolean empty = unit.declarations().isEmpty();
    if (empty && clean && !cutOff && !errors.any()) {
      int end = file.text().length();
      sink.report(Code.NOTHING_DECLARED, new Span(file, end, end));
    }
    return unit;
  }

  private static DeclarationBuilder run(BpNetParser parser, Reading reading, SyntaxErrors errors) {
    ExpressionBuilder expressions = new ExpressionBuilder(reading.spans(), reading.sink());
    StatementBuilder statements = new StatementBuilder(expressions, reading);
    DeclarationBuilder declarations = new DeclarationBuilder(expressions, statements, reading);
    Nesting nesting = new Nesting();
    parser.removeErrorListeners();
    parser.setBuildParseTree(false);
    parser.getInterpreter().setPredictionMode(PredictionMode.SLL);
    parser.setErrorHandler(new Recovery(reading, statements, nesting, errors));
    parser.addParseListener(expressions);
    parser.addParseListener(statements);
    parser.addParseListener(declarations);
    parser.addParseListener(nesting);
    parser.unit();
    return declarations;
  }
}
