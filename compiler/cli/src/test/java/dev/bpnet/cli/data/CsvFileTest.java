package dev.bpnet.cli.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bpnet.cli.UserError;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvFileTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a,b,c\n1,2.5,x\n3,4,y\n",
        "a;b;c\n1;2.5;x\n3;4;y\n",
        "a\tb\tc\n1\t2.5\tx\n3\t4\ty\n",
        "a b c\n1 2.5 x\n3 4 y\n",
        "  a   b c\n 1 2.5  \t x\n3    4 y",
        "\uFEFFa,b,c\r\n1,2.5,x\r\n3,4,y\r\n",
        "a, b , c\n1, 2.5, x\n3 ,4,y\n",
        "\"a\",\"b\",\"c\"\n\"1\",\"2.5\",\"x\"\n\"3\",4,\"y\"\n",
        "a,b,c\n\n1,2.5,x\n\n3,4,y\n\n",
      })
  void anyDialectGivesTheSameTable(String text) throws IOException {
    CsvFile file = open(text, StandardCharsets.UTF_8);

    assertThat(file.header()).contains(List.of("a", "b", "c"));
    assertThat(file.width()).isEqualTo(3);
    assertThat(cells(file)).containsExactly(List.of("1", "2.5", "x"), List.of("3", "4", "y"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE"})
  void aMarkSaysThatTheTextIsUtf16(String charset) throws IOException {
    CsvFile file = open("\uFEFFé,b\n1,2\n", Charset.forName(charset));

    assertThat(file.header()).contains(List.of("é", "b"));
    assertThat(cells(file)).containsExactly(List.of("1", "2"));
  }

  @Test
  void semicolonsWinOverTheDecimalCommasBetweenThem() throws IOException {
    assertThat(cells(open("0,5;1,5\n2,5;3,5\n"))).first().isEqualTo(List.of("0,5", "1,5"));
  }

  @Test
  void quotedCellsMayHoldDelimitersQuotesAndLineEnds() throws IOException {
    CsvFile file = open("name,x\n\"a, \"\"b\"\"\nc\",1\nd,2\n");

    assertThat(cells(file)).containsExactly(List.of("a, \"b\"\nc", "1"), List.of("d", "2"));
  }

  @Test
  void rowsAreNumberedByTheLineOnWhichTheyStart() throws IOException {
    List<Long> numbers = new ArrayList<>();
    open("a,b\n1,\"2\n\"\n\n3,4\n").read(row -> numbers.add(row.number()));

    assertThat(numbers).containsExactly(2L, 5L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1,2\n3,4\n",
        "x,1\ny,2\n",
        "?,x\n1,x\n",
        "red,small\nblue,small\nred,large\n",
        "0,5;1,5\n0,7;2,5\n"
      })
  void theseTablesHaveNoHeader(String text) throws IOException {
    assertThat(open(text).header()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a,b\n1,2\n",
        "name,x\nred,1\n",
        ",a\n1,2\n",
        "color,size\nred,small\n",
        "a,b\n",
        "2000,2001,t\n1,2,3\n4,5,6\n"
      })
  void theseTablesHaveAHeader(String text) throws IOException {
    assertThat(open(text).header()).isPresent();
  }

  @Test
  void theUserKnowsBetterWhetherThereIsAHeader() throws IOException {
    Path path = write("1949,1950\n1,2\n", StandardCharsets.UTF_8);

    assertThat(CsvFile.open(path, CsvFile.Header.YES).header()).contains(List.of("1949", "1950"));
    assertThat(CsvFile.open(path, CsvFile.Header.NO).header()).isEmpty();
  }

  @Test
  void aRaggedRowIsNamed() throws IOException {
    CsvFile file = open("a,b\n1,2\n3,4,5\n6,7\n");

    assertThatThrownBy(() -> cells(file))
        .isInstanceOf(UserError.class)
        .hasMessageEndingWith(
            "t.csv, row 3: 3 cells, but the header has 2 (if a number is written with a decimal"
                + " comma, write 0.5 instead of 0,5)");
  }

  @Test
  void emptyFilesFoldersAndAbsentFilesAreRefused() throws IOException {
    assertThatThrownBy(() -> open("")).hasMessageEndingWith("t.csv is empty");
    assertThatThrownBy(() -> open(" \n\n")).hasMessageEndingWith("t.csv is empty");
    assertThatThrownBy(() -> CsvFile.open(folder, CsvFile.Header.GUESS))
        .isInstanceOf(UserError.class)
        .hasMessageEndingWith("is a directory, not a table");
    assertThatThrownBy(() -> CsvFile.open(folder.resolve("no.csv"), CsvFile.Header.GUESS))
        .isInstanceOf(UserError.class)
        .hasMessageEndingWith("no.csv does not exist");
    assertThatThrownBy(() -> open("a\0b"))
        .isInstanceOf(UserError.class)
        .hasMessageEndingWith("t.csv is not a text file");
  }

  @Test
  void aQuoteThatIsNeverClosedIsToldByTheRowThatItOpensIn() throws IOException {
    CsvFile file = open("name,x\n\"a\nb\",1\n\"c,2\nd,3\ne,4\n");

    assertThatThrownBy(() -> cells(file))
        .isInstanceOf(UserError.class)
        .hasMessageEndingWith(
            "t.csv, row 4, column 1 (name): the quote that opens here is never closed");
    assertThatThrownBy(() -> open("a,\"b\n1,2\n"))
        .hasMessageEndingWith("t.csv, row 1, column 2: the quote that opens here is never closed");
    CsvFile blanks = open("a b\n1 2\n3 \"4\n5 6\n");
    assertThatThrownBy(() -> cells(blanks))
        .hasMessageEndingWith("row 3, column 2 (b): the quote that opens here is never closed");
  }

  @Test
  void textBehindAQuoteIsToldByRowAndColumn() throws IOException {
    CsvFile file = open("a,b\n1,2\n3,\"4\" 5\n6,7\n");

    assertThatThrownBy(() -> cells(file))
        .isInstanceOf(UserError.class)
        .hasMessageEndingWith("t.csv, row 3, column 2 (b): text stands behind the closing quote");
  }

  @Test
  void quotedCellsMayStandBetweenBlanks() throws IOException {
    assertThat(cells(open("18 \"a b\" 3\n 15\t \"c\"  4 \n1 d 5\n")))
        .containsExactly(
            List.of("18", "a b", "3"), List.of("15", "c", "4"), List.of("1", "d", "5"));
  }

  @Test
  void aQuoteInsideOfACellIsText() throws IOException {
    assertThat(cells(open("size,x\n5\",1\n6\",2\n")))
        .containsExactly(List.of("5\"", "1"), List.of("6\"", "2"));
  }

  @Test
  void lineEndsOfOldMacsEndRows() throws IOException {
    List<Long> numbers = new ArrayList<>();
    open("a,b\r1,2\r\"3\r\",4\r5,6").read(row -> numbers.add(row.number()));

    assertThat(numbers).containsExactly(2L, 3L, 5L);
  }

  private CsvFile open(String text) throws IOException {
    return open(text, StandardCharsets.UTF_8);
  }

  private CsvFile open(String text, Charset charset) throws IOException {
    return CsvFile.open(write(text, charset), CsvFile.Header.GUESS);
  }

  private Path write(String text, Charset charset) throws IOException {
    return Files.write(folder.resolve("t.csv"), text.getBytes(charset));
  }

  private static List<List<String>> cells(CsvFile file) {
    List<List<String>> rows = new ArrayList<>();
    file.read(row -> rows.add(row.cells()));
    return rows;
  }
}
