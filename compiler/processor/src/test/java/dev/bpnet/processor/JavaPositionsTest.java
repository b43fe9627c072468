package dev.bpnet.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JavaPositionsTest {
  private static final String BLOCK =
      "class A {\n  @BpNet(\"\"\"  \n      one\n        two  \n\n      three\\tx\n      four\"\"\")\n";
  private static final String TEXT = "one\n  two\n\nthree\tx\nfour";

  @ParameterizedTest
  @CsvSource({"1, 1, 3, 7", "1, 3, 3, 9", "2, 3, 4, 9", "3, 1, 5, 1"})
  void linesOfATextBlockAreFound(int line, int column, int javaLine, int javaColumn) {
    assertThat(place(BLOCK, TEXT, line, column))
        .contains(new JavaPositions.Place("A.java", javaLine, javaColumn));
    assertThat(place(BLOCK.replace("\n", "\r\n"), TEXT, line, column))
        .contains(new JavaPositions.Place("A.java", javaLine, javaColumn));
  }

  @ParameterizedTest
  @CsvSource({"4, 1", "5, 1", "6, 1"})
  void anEscapeMakesTheRestUnknown(int line, int column) {
    assertThat(place(BLOCK, TEXT, line, column)).isEmpty();
  }

  @Test
  void aStringOnOneLineIsFound() {
    assertThat(place("\n\n@BpNet(\"network X {\")", "network X {", 1, 9))
        .contains(new JavaPositions.Place("A.java", 3, 17));
    assertThat(place("@BpNet(\"network \" + NAME)", "network X", 1, 9)).isEmpty();
    assertThat(place("@BpNet(\"a\\nb\")", "a\nb", 1, 1)).isEmpty();
  }

  @Test
  void aConstantIsNotALiteral() {
    assertThat(JavaPositions.of("A.java", "@BpNet(XOR)", 7, "network X")).isEmpty();
    assertThat(JavaPositions.of("A.java", "@BpNet(XOR)", -1, "network X")).isEmpty();
  }

  private static Optional<JavaPositions.Place> place(
      String java, String text, int line, int column) {
    return JavaPositions.of("A.java", java, java.indexOf('"'), text)
        .flatMap(p -> p.place(line, column));
  }
}
