package dev.bpnet.compiler.syntax;

import dev.bpnet.grammar.BpNetLexer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.Token;

/**
 * What can be told of a file without parsing it: how deep each token stands in braces, which
 * brackets have a partner, where statements and declarations are likely to begin. Recovery from
 * errors goes by it.
 */
final class Outline {
  /** Without comments; the last is the end of the file. */
  private final List<Token> tokens = new ArrayList<>();

  /** By index of the token among all tokens, comments included: its place in {@link #tokens}. */
  private final int[] places;

  /** How many braces are open before each token. */
  private final int[] depths;

  /** How many parentheses and brackets that do have a partner are open before each token. */
  private final int[] brackets;

  /**
   * @param all every token of the file, the end of the file included
   */
  Outline(List<? extends Token> all) {
    places = new int[all.size()];
    for (Token token : all) {
      places[token.getTokenIndex()] = tokens.size();
      if (token.getChannel() == Token.DEFAULT_CHANNEL) {
        tokens.add(token);
      }
    }
    depths = new int[tokens.size()];
    brackets = new int[tokens.size()];
    measure();
  }

  private void measure() {
    int depth = 0;
    Deque<Integer> open = new ArrayDeque<>();
    for (int i = 0; i < tokens.size(); i++) {
      if (isDeclarationStart(i)) {
        depth = 0;
        open.clear();
      }
      depths[i] = depth;
      switch (type(i)) {
        case BpNetLexer.LBRACE -> {
          depth++;
          open.clear();
        }
        case BpNetLexer.RBRACE -> {
          depth = Math.max(0, depth - 1);
          open.clear();
        }
        case BpNetLexer.LPAREN, BpNetLexer.LBRACKET -> open.push(i);
        case BpNetLexer.RPAREN -> close(open, BpNetLexer.LPAREN, i);
        case BpNetLexer.RBRACKET -> close(open, BpNetLexer.LBRACKET, i);
        default -> {
          if (isStatementKeyword(i)) {
            open.clear();
          }
        }
      }
    }
    for (int i = 1; i < brackets.length; i++) {
      brackets[i] += brackets[i - 1];
    }
  }

  /**
   * Marks the stretch between a bracket and its partner, as differences that are summed afterwards.
   */
  private void close(Deque<Integer> open, int opening, int place) {
    if (!open.isEmpty() && type(open.peek()) == opening) {
      brackets[open.pop() + 1]++;
      brackets[place]--;
    }
  }

  /** The token before this one; itself if it is the first. */
  Token before(Token token) {
    return tokens.get(Math.max(0, place(token) - 1));
  }

  /** The token after this one; the end of the file comes after itself. */
  Token after(Token token) {
    return tokens.get(Math.min(tokens.size() - 1, place(token) + 1));
  }

  /** How many braces are open before the token. */
  int depth(Token token) {
    return depths[place(token)];
  }

  /** Whether a declaration begins here, which no statement and no expression contains. */
  boolean startsDeclaration(Token token) {
    return isDeclarationStart(place(token));
  }

  /**
   * The first place from a token on where parsing can go on after an error in a statement at a
   * depth: a semicolon, the closing brace, or what looks like the next statement or declaration.
   */
  Token nextStatement(Token from, int depth) {
    int i = place(from);
    while (!endsStatement(i, depth)) {
      i++;
    }
    return tokens.get(i);
  }

  private boolean endsStatement(int i, int depth) {
    if (type(i) == Token.EOF || isDeclarationStart(i) || depths[i] < depth) {
      return true;
    }
    if (depths[i] > depth) {
      return false;
    }
    return switch (type(i)) {
      case BpNetLexer.SEMICOLON, BpNetLexer.RBRACE -> true;
      case BpNetLexer.ID -> brackets[i] == 0 && type(i + 1) == BpNetLexer.ASSIGN;
      default -> isStatementKeyword(i);
    };
  }

  /** The first place from a token on where a declaration, package or import begins, or the end. */
  Token nextDeclaration(Token from) {
    int i = place(from);
    while (type(i) != Token.EOF && !isDeclarationStart(i)) {
      i++;
    }
    return tokens.get(i);
  }

  /**
   * The opening brace of the block that belongs to a broken head, if one stands before the next
   * statement.
   */
  Optional<Token> blockAfter(Token from, int depth) {
    for (int i = place(from); ; i++) {
      if (type(i) == BpNetLexer.LBRACE) {
        return Optional.of(tokens.get(i));
      }
      if (endsStatement(i, depth)) {
        return Optional.empty();
      }
    }
  }

  /** The names that the tokens from first to last seem to define. */
  List<Token> definitions(Token first, Token last) {
    List<Token> names = new ArrayList<>();
    for (int i = place(first); i <= place(last) && type(i) != Token.EOF; i++) {
      boolean assigned = brackets[i] == 0 && type(i + 1) == BpNetLexer.ASSIGN;
      if (type(i) == BpNetLexer.ID && (assigned || i > 0 && isDefiningKeyword(i - 1))) {
        names.add(tokens.get(i));
      }
    }
    return names;
  }

  /** The name behind the keyword of a declaration. */
  Optional<Token> declaredName(Token keyword) {
    return Optional.of(after(keyword)).filter(token -> token.getType() == BpNetLexer.ID);
  }

  private int place(Token token) {
    return places[token.getTokenIndex()];
  }

  private int type(int place) {
    return tokens.get(Math.min(place, tokens.size() - 1)).getType();
  }

  private boolean isDeclarationStart(int i) {
    return switch (type(i)) {
      case BpNetLexer.CONST,
          BpNetLexer.FN,
          BpNetLexer.LAYER,
          BpNetLexer.NETWORK,
          BpNetLexer.PACKAGE ->
          type(i + 1) == BpNetLexer.ID && (i == 0 || type(i - 1) != BpNetLexer.DOT);
      case BpNetLexer.IMPORT ->
          type(i + 1) == BpNetLexer.STRING || type(i + 1) == BpNetLexer.OPEN_STRING;
      default -> false;
    };
  }

  private boolean isStatementKeyword(int i) {
    return switch (type(i)) {
      case BpNetLexer.FROZEN,
          BpNetLexer.LOSS,
          BpNetLexer.TRAIN,
          BpNetLexer.FOR,
          BpNetLexer.REPEAT,
          BpNetLexer.YIELD,
          BpNetLexer.IF,
          BpNetLexer.RETURN ->
          true;
      case BpNetLexer.PARAM -> i == 0 || type(i - 1) != BpNetLexer.FROZEN;
      default -> isDefiningKeyword(i);
    };
  }

  private boolean isDefiningKeyword(int i) {
    return switch (type(i)) {
      case BpNetLexer.INPUT,
          BpNetLexer.TARGET,
          BpNetLexer.PARAM,
          BpNetLexer.STATE,
          BpNetLexer.UPDATE,
          BpNetLexer.OUTPUT,
          BpNetLexer.METRIC ->
          true;
      default -> false;
    };
  }
}
