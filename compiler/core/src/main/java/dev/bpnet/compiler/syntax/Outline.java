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

  /** Where a declaration, package or import begins. */
  private final boolean[] starts;

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
    starts = new boolean[tokens.size()];
    brackets = new int[tokens.size()];
    measure();
  }

  private void measure() {
    boolean balanced = isBalanced();
    int depth = 0;
    Deque<Integer> open = new ArrayDeque<>();
    for (int i = 0; i < tokens.size(); i++) {
      starts[i] = isDeclarationStart(i, depth, balanced);
      if (starts[i]) {
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

  private boolean isBalanced() {
    int depth = 0;
    for (Token token : tokens) {
      depth += token.getType() == BpNetLexer.LBRACE ? 1 : 0;
      depth -= token.getType() == BpNetLexer.RBRACE ? 1 : 0;
      if (depth < 0) {
        return false;
      }
    }
    return depth == 0;
  }

  /**
   * A keyword of a declaration within braces is a declaration in the wrong place if all braces
   * match; if they do not, a brace is missing before it.
   */
  private boolean isDeclarationStart(int i, int depth, boolean balanced) {
    boolean named = type(i + 1) == BpNetLexer.ID;
    return switch (type(i)) {
      case BpNetLexer.CONST, BpNetLexer.FN, BpNetLexer.LAYER, BpNetLexer.NETWORK ->
          depth == 0
              ? named && !isPart(i) || isFirstOnLine(i)
              : named && !balanced && isFirstOnLine(i);
      case BpNetLexer.PACKAGE -> depth == 0 && (named && !isPart(i) || isFirstOnLine(i));
      case BpNetLexer.IMPORT ->
          depth == 0 && (type(i + 1) == BpNetLexer.STRING && !isPart(i) || isFirstOnLine(i));
      default -> false;
    };
  }

  /** Whether it is a part of a package name. */
  private boolean isPart(int i) {
    return i > 0 && type(i - 1) == BpNetLexer.DOT;
  }

  private boolean isFirstOnLine(int i) {
    return i == 0 || tokens.get(i - 1).getLine() < tokens.get(i).getLine();
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

  /** The end of the file. */
  Token end() {
    return tokens.get(tokens.size() - 1);
  }

  /** How many braces are open before the token. */
  int depth(Token token) {
    return depths[place(token)];
  }

  /** Whether a declaration begins here, which no statement and no expression contains. */
  boolean startsDeclaration(Token token) {
    return starts[place(token)];
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
    if (type(i) == Token.EOF || starts[i] || depths[i] < depth) {
      return true;
    }
    if (depths[i] > depth) {
      return false;
    }
    return switch (type(i)) {
      case BpNetLexer.SEMICOLON, BpNetLexer.RBRACE -> true;
      case BpNetLexer.ID -> isAssigned(i) || isCompound(i) || isFreshLine(i);
      default -> isStatementKeyword(i) || isAssigned(i) && Words.isKeyword(tokens.get(i));
    };
  }

  /** Whether an equals sign follows, but not within a call, where it names an argument. */
  private boolean isAssigned(int i) {
    return brackets[i] == 0 && type(i + 1) == BpNetLexer.ASSIGN;
  }

  /** {@code x += 1} is no statement, but certainly meant to be one. */
  private boolean isCompound(int i) {
    return isFirstOnLine(i)
        && type(i + 1) >= BpNetLexer.PLUS
        && type(i + 1) <= BpNetLexer.SLASH
        && type(i + 2) == BpNetLexer.ASSIGN;
  }

  /** A name that begins a line, where the line before could have ended. */
  private boolean isFreshLine(int i) {
    return brackets[i] == 0 && i > 0 && isFirstOnLine(i) && Words.endsOperand(tokens.get(i - 1));
  }

  /** Whether it is the first token on its line. */
  boolean startsLine(Token token) {
    return isFirstOnLine(place(token));
  }

  /** Whether a statement or declaration seems to begin or a block to end here. */
  boolean startsAnything(Token token) {
    int i = place(token);
    return type(i) != Token.EOF && endsStatement(i, depths[i]);
  }

  /** The first place from a token on where a declaration, package or import begins, or the end. */
  Token nextDeclaration(Token from) {
    int i = place(from);
    while (type(i) != Token.EOF && !starts[i]) {
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

  /** The names that the tokens from first to last seem to define, blocks inside not counted. */
  List<Token> definitions(Token first, Token last) {
    List<Token> names = new ArrayList<>();
    for (int i = place(first); i <= place(last) && type(i) != Token.EOF; i++) {
      if (type(i) != BpNetLexer.ID || depths[i] > depth(first)) {
        continue;
      }
      if (isAssigned(i) || i > 0 && isDefiningKeyword(i - 1)) {
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

  private boolean isStatementKeyword(int i) {
    return switch (type(i)) {
      case BpNetLexer.FROZEN,
          BpNetLexer.LOSS,
          BpNetLexer.TRAIN,
          BpNetLexer.FOR,
          BpNetLexer.REPEAT,
          BpNetLexer.YIELD,
          BpNetLexer.RETURN ->
          true;
      case BpNetLexer.IF -> i == 0 || type(i - 1) != BpNetLexer.ELSE;
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
