package dev.bpnet.compiler.syntax;

import dev.bpnet.compiler.diagnostic.Suggestions;
import dev.bpnet.grammar.BpNetLexer;
import dev.bpnet.grammar.BpNetParser;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;

/** Tokens and what was expected of them, in words for people. */
final class Words {
  private static final int SHOWN = 40;

  /** Characters that people write, or that text programs put, for something else. */
  private static final Map<Integer, String> MEANT =
      Map.ofEntries(
          Map.entry(0x00D7, "write '*'"),
          Map.entry(0x00B7, "write '*'"),
          Map.entry(0x2212, "write '-'"),
          Map.entry(0x2013, "write '-'"),
          Map.entry(0x2014, "write '-'"),
          Map.entry(0x2026, "write '..'"),
          Map.entry(0x2264, "write '<='"),
          Map.entry(0x2265, "write '>='"),
          Map.entry(0x2260, "write '!='"),
          Map.entry(0x00A0, "this is a no-break space; write an ordinary one"),
          Map.entry((int) '&', "logical and is '&&'"),
          Map.entry((int) '|', "logical or is '||', the pipe is '|>'"),
          Map.entry((int) '\'', "there are no texts but the paths of imports, in double quotes"),
          Map.entry((int) '#', "a comment begins with //"),
          Map.entry((int) '%', "a - b * floor(a / b) is the remainder"));

  /** What a statement may begin with. */
  private static final List<String> STATEMENTS =
      List.of(
          "input", "target", "param", "frozen", "state", "update", "output", "loss", "metric",
          "train", "for", "repeat", "if", "yield", "return");

  private Words() {}

  static boolean isKeyword(Token token) {
    return token.getType() >= BpNetLexer.PACKAGE && token.getType() <= BpNetLexer.TRAINING;
  }

  /** Whether nothing but a name would do. */
  static boolean isName(IntervalSet expected) {
    return expected.size() == 1 && expected.contains(BpNetLexer.ID);
  }

  /** Whether an operand may end with the token. */
  static boolean endsOperand(Token token) {
    return switch (token.getType()) {
      case BpNetLexer.ID,
          BpNetLexer.NUMBER,
          BpNetLexer.BAD_NUMBER,
          BpNetLexer.TRUE,
          BpNetLexer.FALSE,
          BpNetLexer.TRAINING,
          BpNetLexer.RPAREN,
          BpNetLexer.RBRACKET ->
          true;
      default -> false;
    };
  }

  /** Whether an operand must follow the token. */
  static boolean wantsOperand(Token token) {
    int type = token.getType();
    boolean keyword = type == BpNetLexer.LOSS || type == BpNetLexer.RETURN;
    boolean operator = type >= BpNetLexer.PIPE && type <= BpNetLexer.COMMA;
    return operator
        || keyword
        || type == BpNetLexer.YIELD
        || type == BpNetLexer.RANGE
        || type == BpNetLexer.LPAREN
        || type == BpNetLexer.LBRACKET;
  }

  /** Whether the token may follow a name but no keyword. */
  static boolean followsName(Token token) {
    return switch (token.getType()) {
      case BpNetLexer.MINUS, BpNetLexer.NOT -> false;
      case BpNetLexer.RPAREN,
          BpNetLexer.RBRACKET,
          BpNetLexer.RBRACE,
          BpNetLexer.SEMICOLON,
          BpNetLexer.RANGE,
          BpNetLexer.DOT ->
          true;
      default -> token.getType() >= BpNetLexer.PIPE && token.getType() <= BpNetLexer.COMMA;
    };
  }

  /** The token as a message calls it. */
  static String describe(Token token) {
    String quoted = "'" + shortened(token.getText()) + "'";
    if (isKeyword(token)) {
      return "keyword " + quoted;
    }
    return switch (token.getType()) {
      case Token.EOF -> "end of file";
      case BpNetLexer.ID -> "name " + quoted;
      case BpNetLexer.NUMBER, BpNetLexer.BAD_NUMBER -> "number " + quoted;
      case BpNetLexer.STRING -> "text " + shortened(token.getText());
      default -> quoted;
    };
  }

  /** Such as {@code 'é' (U+00E9)}; what cannot be seen is not shown. */
  static String character(Token token) {
    int point = token.getText().codePointAt(0);
    String number = String.format(Locale.ROOT, "U+%04X", point);
    boolean visible =
        switch (Character.getType(point)) {
          case Character.CONTROL,
              Character.FORMAT,
              Character.SURROGATE,
              Character.UNASSIGNED,
              Character.PRIVATE_USE,
              Character.SPACE_SEPARATOR,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR,
              Character.NON_SPACING_MARK ->
              false;
          default -> true;
        };
    if (point < 0x80 && visible) {
      return point == '\'' ? "\"'\"" : "'" + token.getText() + "'";
    }
    return visible ? "'" + token.getText() + "' (" + number + ")" : number;
  }

  /**
   * What a rule wanted instead, given the token before and what the grammar would have accepted.
   */
  static String expectation(int rule, Token before, IntervalSet expected) {
    if (expected.contains(BpNetLexer.TRUE)) {
      return "an expression";
    }
    boolean first =
        before.getType() == BpNetLexer.LPAREN || before.getType() == BpNetLexer.LBRACKET;
    return switch (rule) {
      case BpNetParser.RULE_arguments -> (first ? "an argument" : "','") + " or ')'";
      case BpNetParser.RULE_subscripts, BpNetParser.RULE_stack, BpNetParser.RULE_shape ->
          (first ? "an expression" : "','") + " or ']'";
      case BpNetParser.RULE_signature, BpNetParser.RULE_networkHead ->
          expected.contains(BpNetLexer.RPAREN)
              ? (first ? "a name" : "','") + " or ')'"
              : listed(expected);
      default -> listed(expected);
    };
  }

  private static String listed(IntervalSet expected) {
    List<String> words = expected.toList().stream().map(Words::kind).distinct().sorted().toList();
    int last = words.size() - 1;
    return last <= 0
        ? String.join("", words)
        : String.join(", ", words.subList(0, last)) + " or " + words.get(last);
  }

  private static String kind(int type) {
    return switch (type) {
      case Token.EOF -> "end of file";
      case BpNetLexer.ID -> "a name";
      case BpNetLexer.STRING, BpNetLexer.OPEN_STRING -> "a path in double quotes";
      default -> BpNetLexer.VOCABULARY.getLiteralName(type);
    };
  }

  /** Advice for mistakes that people bring from other languages. */
  static Optional<String> hint(Token found, Outline outline, String expectation) {
    Token before = outline.before(found);
    Token after = outline.after(found);
    return switch (found.getType()) {
      case BpNetLexer.UNKNOWN -> Optional.ofNullable(MEANT.get(found.getText().codePointAt(0)));
      case BpNetLexer.STAR ->
          when(touch(before, found) && before.getType() == BpNetLexer.STAR, "'^' raises to a power")
              .or(() -> compound(found, after));
      case BpNetLexer.PLUS, BpNetLexer.MINUS, BpNetLexer.SLASH -> compound(found, after);
      case BpNetLexer.COMMA -> comma(before, found, after, expectation);
      case BpNetLexer.ASSIGN ->
          when(
              expectation.equals("'{'") || expectation.equals("')'") || expectation.equals("':'"),
              "'==' compares");
      case BpNetLexer.LPAREN, BpNetLexer.LBRACKET ->
          when(expectation.equals("'='"), "a statement gives its value a name: name = expression");
      case BpNetLexer.FN, BpNetLexer.LAYER, BpNetLexer.CONST, BpNetLexer.NETWORK ->
          when(expectation.contains("a statement"), "declarations stand outside of each other");
      case BpNetLexer.ID, BpNetLexer.NUMBER, BpNetLexer.LBRACE ->
          expectation.equals("'='") && before.getType() == BpNetLexer.ID
              ? Suggestions.hint(before.getText(), STATEMENTS)
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static Optional<String> compound(Token operator, Token after) {
    return when(
        after.getType() == BpNetLexer.ASSIGN && touch(operator, after),
        "write it in full: x = x " + operator.getText() + " y");
  }

  private static Optional<String> comma(
      Token before, Token comma, Token after, String expectation) {
    boolean decimal =
        before.getType() == BpNetLexer.NUMBER
            && after.getType() == BpNetLexer.NUMBER
            && touch(before, comma)
            && touch(comma, after);
    return when(decimal, "the decimal point is '.'")
        .or(() -> when(expectation.contains("a setting"), "a blank or ';' separates settings"));
  }

  private static boolean touch(Token left, Token right) {
    return left.getStopIndex() + 1 == right.getStartIndex();
  }

  private static Optional<String> when(boolean condition, String hint) {
    return condition ? Optional.of(hint) : Optional.empty();
  }

  private static String shortened(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }
}
