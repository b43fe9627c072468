package dev.bpnet.runtime.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bpnet.runtime.Description;
import dev.bpnet.runtime.Examples;
import dev.bpnet.runtime.FileNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvReaderTest {
  private static final Description FLOWERS =
      Description.of("Flowers", Description.Precision.FLOAT)
          .input("x", 2)
          .classTarget("species", 3)
          .build();

  private static Examples.OfDouble examples(Dataset dataset) {
    Examples.OfDouble all = ArrayDataset.staging(dataset.widths(), dataset.size());
    for (int i = 0; i < dataset.size(); i++) {
      dataset.copy(i, all, i);
    }
    return all;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a,b,name\n1,2,red\n3,.5,blue\n-1e2,+4.,red\n",
        "1,2,red\n3,0.5,blue\n-100,4,red",
        "a;b;name\r\n1;2;red\r\n3;0.5;blue\r\n-100;4;red\r\n",
        "\uFEFFa\tb\tname\n1\t2\tred\n\n3\t0.5\tblue\n \n-100\t4\tred\n\n",
        "\"a\", \"b\" ,\"a, \"\"name\"\"\nof two lines\"\n1 ,\"2\", red\n3,0.5,\"blue\"\n-100,4,red"
      })
  void readsWhatPeopleHave(String text) {
    CsvExamples read = CsvReader.of(FLOWERS).parse(text);
    Examples.OfDouble examples = examples(read.dataset());
    assertThat(examples.inputs()).containsExactly(1, 2, 3, 0.5, -100, 4);
    assertThat(examples.classTargets()).containsExactly(0, 1, 0);
    assertThat(read.classNames()).containsEntry("species", List.of("red", "blue"));
  }

  @Test
  void labelsThatAreClassNumbersAreThemselves() {
    CsvExamples read = CsvReader.of(FLOWERS).parse("1,1,2\n1,1,0\n1,1,2\n");
    assertThat(examples(read.dataset()).classTargets()).containsExactly(2, 0, 2);
    assertThat(read.classNames()).containsEntry("species", List.of("0", "1", "2"));
    CsvExamples others = CsvReader.of(FLOWERS).parse("1,1,7\n1,1,0\n");
    assertThat(examples(others.dataset()).classTargets()).containsExactly(0, 1);
  }

  @Test
  void numbersLabelsAsBefore() {
    CsvReader reader = CsvReader.of(FLOWERS).classNames("species", List.of("0", "red", "blue"));
    assertThat(examples(reader.parse("1,1,blue\n1,1,0").dataset()).classTargets())
        .containsExactly(2, 0);
    assertThatThrownBy(() -> reader.parse("1,1,green"))
        .isInstanceOf(DataException.class)
        .hasMessage("line 1, column 3: 'green' is none of the classes [0, red, blue]");
  }

  @Test
  void readsInputsAlone() {
    CsvExamples read = CsvReader.ofInputs(FLOWERS).parse("1,2\n3,4");
    assertThat(read.dataset().widths()).isEqualTo(new Widths(2, 0, 0, 0));
    assertThat(read.classNames()).isEmpty();
  }

  @Test
  void saysLineAndColumn() {
    assertBad("", "there is no text in it");
    assertBad(" \n\r\n", "there is no text in it");
    assertBad("a,b,name\n", "there is a header, but no row below it");
    assertBad("a,b,name\n1,2,red\n\n3,4\n", "line 4 has 2 columns, but Flowers needs 3");
    assertBad("1,2,red,\n", "line 1 has 4 columns, but Flowers needs 3");
    assertBad("a,b,c\n1,,red", "line 2, column 2 (b): nothing there");
    assertBad("a,b,c\n1,2,", "line 2, column 3 (c): nothing there");
    assertBad("1,2,red\n1,NaN,red", "line 2, column 2: 'NaN' is not a finite decimal number");
    assertBad("1,2,red\n0x1p3,1,red", "line 2, column 1: '0x1p3' is not a finite decimal number");
    assertBad("1,2,red\n1,1e999,red", "line 2, column 2: '1e999' is not a finite decimal number");
    assertBad("1;2;red\n0,5;1;red", "line 2, column 1: '0,5' is not a finite decimal number");
    assertBad("1,2,red\n1,2d,red", "line 2, column 2: '2d' is not a finite decimal number");
    assertBad(
        "1,2,a\n1,2,b\n1,2,c\n1,2,d",
        "line 4, column 3: 'd' is one class too many: there are 3, [a, b, c] so far");
    assertBad(
        "1,2,red\n1,\"2\",red\n1,2,\"red\n1,2,red\n",
        "line 3, column 3: the quote that opens here is never closed");
    assertBad("1,\"2\"3,red", "line 1, column 2: text stands behind the closing quote");
  }

  private static void assertBad(String text, String message) {
    assertThatThrownBy(() -> CsvReader.of(FLOWERS).parse(text))
        .isInstanceOf(DataException.class)
        .hasMessage(message);
  }

  @Test
  void theHeaderCanBeSaid() {
    CsvReader reader = CsvReader.of(FLOWERS).header(CsvReader.Header.PRESENT).delimiter(' ');
    assertThat(reader.parse("1 2 3\n4 5 6").dataset().size()).isEqualTo(1);
    assertThatThrownBy(
            () -> CsvReader.of(FLOWERS).header(CsvReader.Header.ABSENT).parse("a,b,c\n1,2,x"))
        .hasMessage("line 1, column 1: 'a' is not a finite decimal number");
  }

  @Test
  void filesAreNamed(@TempDir Path folder) throws IOException {
    Path file = folder.resolve(FileNames.of("é.csv"));
    Files.writeString(file, "1,2,ü\n");
    assertThat(CsvReader.of(FLOWERS).read(file).classNames())
        .containsEntry("species", List.of("ü"));
    Files.write(file, new byte[] {'1', ',', (byte) 0xFC});
    assertThatThrownBy(() -> CsvReader.of(FLOWERS).read(file))
        .isInstanceOf(DataException.class)
        .hasMessage(file + ": not text in UTF-8");
    Files.writeString(file, "1,2\n");
    assertThatThrownBy(() -> CsvReader.of(FLOWERS).read(file))
        .hasMessage(file + ": line 1 has 2 columns, but Flowers needs 3");
    assertThatThrownBy(() -> CsvReader.of(FLOWERS).read(folder))
        .isInstanceOf(IOException.class)
        .hasMessage(folder + " is a folder");
    assertThatThrownBy(() -> CsvReader.of(FLOWERS).read(folder.resolve("none")))
        .isInstanceOf(IOException.class);
  }
}
