package dev.bpnet.compiler.syntax;

import dev.bpnet.compiler.source.SourceFile;
import dev.bpnet.compiler.source.Span;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;

/** From ANTLR's places, which count code points, to spans, which count {@code char}s. */
final class TokenSpans {
  private final SourceFile file;

  /** Offset of each code point, or empty where the two counts agree. */
  private final int[] offsets;

  TokenSpans(SourceFile file) {
    this.file = file;
    String text = file.text();
    int points = text.codePointCount(0, text.length());
    offsets = new int[points == text.length() ? 0 : points + 1];
    int offset = 0;
    for (int i = 1; i < offsets.length; i++) {
      offset += Character.charCount(text.codePointAt(offset));
      offsets[i] = offset;
    }
  }

  /** The span of a token; empty for the end of the file. */
  Span of(Token token) {
    return between(token, token);
  }

  /** The span of what a rule has consumed. */
  Span of(ParserRuleContext context) {
    return between(context.start, context.stop == null ? context.start : context.stop);
  }

  Span between(Token first, Token last) {
    int start = offset(first.getStartIndex());
    return new Span(file, start, Math.max(start, offset(last.getStopIndex() + 1)));
  }

  Identifier identifier(Token token) {
    return new Identifier(token.getText(), of(token));
  }

  private int offset(int index) {
    return offsets.length == 0 ? index : offsets[index];
  }
}
