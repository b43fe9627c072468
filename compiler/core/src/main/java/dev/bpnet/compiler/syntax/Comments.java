package dev.bpnet.compiler.syntax;

import dev.bpnet.compiler.diagnostic.Code;
import dev.bpnet.compiler.diagnostic.Diagnostics;
import dev.bpnet.compiler.source.Span;
import dev.bpnet.compiler.syntax.CompilationUnit.Comment;
import dev.bpnet.compiler.syntax.CompilationUnit.Documentation;
import dev.bpnet.grammar.BpNetLexer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.Token;

/** The comments among the tokens of a file. */
final class Comments {
  private final List<Token> tokens;
  private final TokenSpans spans;

  /**
   * @param tokens all of the file, comments included
   */
  Comments(List<Token> tokens, TokenSpans spans) {
    this.tokens = tokens;
    this.spans = spans;
  }

  /** All comments in source order. */
  List<Comment> all() {
    List<Comment> comments = new ArrayList<>();
    for (Token token : tokens) {
      if (isComment(token)) {
        comments.add(new Comment(token.getText().stripTrailing(), spans.of(token)));
      }
    }
    return comments;
  }

  /** Reports the comment that runs to the end of the file, if there is one. */
  boolean reportUnclosed(Diagnostics sink) {
    boolean found = false;
    for (Token token : tokens) {
      if (token.getType() == BpNetLexer.OPEN_COMMENT) {
        found = true;
        Span comment = spans.of(token);
        sink.reportWithHint(
            "end it with */",
            Code.UNCLOSED_COMMENT,
            new Span(comment.file(), comment.start(), comment.start() + 2));
      }
    }
    return found;
  }

  /** The last documentation comment between a token and the one before it. */
  Optional<Documentation> before(Token first) {
    for (int i = first.getTokenIndex() - 1; i >= 0 && isComment(tokens.get(i)); i--) {
      Token token = tokens.get(i);
      if (isDocumentation(token)) {
        return Optional.of(new Documentation(plain(token.getText()), spans.of(token)));
      }
    }
    return Optional.empty();
  }

  private static boolean isComment(Token token) {
    return token.getType() == BpNetLexer.LINE_COMMENT
        || token.getType() == BpNetLexer.BLOCK_COMMENT
        || token.getType() == BpNetLexer.OPEN_COMMENT;
  }

  private static boolean isDocumentation(Token token) {
    return token.getType() == BpNetLexer.BLOCK_COMMENT
        && token.getText().startsWith("/**")
        && token.getText().length() > 4;
  }

  /** Without delimiters, leading asterisks and blank lines at both ends. */
  private static String plain(String comment) {
    List<String> lines = new ArrayList<>();
    for (String line : comment.substring(3, comment.length() - 2).lines().toList()) {
      String content = line.strip();
      if (!lines.isEmpty() && content.startsWith("*")) {
        content = content.substring(1).strip();
      }
      lines.add(content);
    }
    return String.join("\n", lines).strip();
  }
}
