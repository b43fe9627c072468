package dev.bpnet.runtime.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bpnet.runtime.networks.LineDouble;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DamagedWeightsTest {
  private static final String W = "\"w\":{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[0,16]}";
  private static final String B = "\"b\":{\"dtype\":\"F64\",\"shape\":[],\"data_offsets\":[16,24]}";

  @TempDir Path folder;
  private Path file;
  private byte[] whole;

  @BeforeEach
  void save() throws IOException {
    file = folder.resolve("line.safetensors");
    LineDouble network = new LineDouble(2);
    network.parameters()[1] = 0.5;
    Weights.of(network).save(file);
    whole = Files.readAllBytes(file);
  }

  private void load() throws IOException {
    Weights.load(file).into(new LineDouble(2));
  }

  @Test
  void everyTruncationIsRefused() throws IOException {
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(this::load).as("%d bytes", length).isInstanceOf(WeightsException.class);
    }
  }

  @Test
  void everyFlippedBitIsRefused() throws IOException {
    for (int bit = 0; bit < 8 * whole.length; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(file, flipped);
      assertThatThrownBy(this::load).as("bit %d", bit).isInstanceOf(WeightsException.class);
    }
  }

  @Test
  void trailingBytesAreRefused() throws IOException {
    Files.write(file, Arrays.copyOf(whole, whole.length + 1));
    assertThatThrownBy(this::load)
        .isInstanceOf(WeightsException.class)
        .hasMessageEndingWith("the tensors take 24 bytes of data, but the file has 25");
  }

  @ParameterizedTest
  @CsvSource({"7fffffffffffffff", "ffffffffffffffff", "0000000080000000", "0000000000000000"})
  void impossibleHeaderLengthsAreRefused(String length) throws IOException {
    byte[] bytes = whole.clone();
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(Long.parseUnsignedLong(length, 16));
    Files.write(file, bytes);
    assertThatThrownBy(this::load).isInstanceOf(WeightsException.class);
  }

  private void write(String header, int data) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + data).order(ByteOrder.LITTLE_ENDIAN);
    Files.write(file, bytes.putLong(json.length).put(json).array());
  }

  @Test
  void filesFromElsewhereLoadByName() throws IOException {
    write("{" + B + "," + W + "}  ", 24);
    LineDouble network = new LineDouble(2);
    network.initialize(1);
    Weights.load(file).into(network);
    assertThat(network.parameters()).containsExactly(0, 0, 0);
  }

  private void assertRefused(String header, int data, String message) throws IOException {
    write(header, data);
    assertThatThrownBy(this::load)
        .isInstanceOf(WeightsException.class)
        .hasMessageEndingWith(message);
  }

  @Test
  void brokenTensorsAreNamed() throws IOException {
    assertRefused("{" + W + "}", 16, "no tensor b among [w]");
    assertRefused(
        "{" + W + "," + B + ",\"c\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[24,28]}}",
        28,
        "the network has no tensor c");
    assertRefused(
        "{" + W + "," + B.replace("16,24", "8,16") + "}",
        24,
        "tensor b begins at byte 8 of the data, where 16 was expected");
    assertRefused(
        "{" + W + "," + B.replace("16,24", "24,32") + "}",
        32,
        "tensor b begins at byte 24 of the data, where 16 was expected");
    assertRefused(
        "{" + W.replace("[2]", "[3]") + "," + B + "}",
        24,
        "tensor w of shape [3] and type F64 has 16 bytes of data");
    assertRefused(
        "{" + W.replace("[2]", "[2,1]") + "," + B + "}",
        24,
        "tensor w has shape [2, 1], but the network wants [2]");
    assertRefused(
        "{" + W.replace("F64", "BF16") + "," + B + "}",
        24,
        "tensor w is of type BF16; only F32 and F64 are read");
    assertRefused(
        "{" + W.replace("[2]", "[4611686018427387904,4]") + "," + B + "}",
        24,
        "tensor w: shape is not a whole number of at most 15 digits");
    assertRefused(
        "{" + W.replace("[2]", "[100000000000000,100000000000000,0,9]") + "," + B + "}",
        24,
        "tensor w is too large");
    assertRefused(
        "{" + W.replace("[0,16]", "[16,0]") + "," + B + "}",
        24,
        "tensor w of shape [2] and type F64 has -16 bytes of data");
    assertRefused(
        "{" + W.replace("\"dtype\":\"F64\",", "") + "," + B + "}",
        24,
        "tensor w: dtype is not a string");
  }

  @Test
  void newerVersionsAreRefused() throws IOException {
    assertRefused(
        "{\"__metadata__\":{\"bpnet.format\":\"2\"}," + W + "," + B + "}",
        24,
        "written by a newer version: format 2, but this one reads up to 1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{",
        "{}}",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "{\"a\":01}",
        "{\"a\":+1}",
        "{\"a\":.5}",
        "{\"a\":1.}",
        "{\"a\":1e}",
        "{\"a\":tru}",
        "{\"a\":[1,]}",
        "{\"a\":[1 2]}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12\"}",
        "{\"a\":\"",
        "{\"a\":1,\"a\":2}",
        "{\"a\":NaN}",
        "{\"a\":'b'}",
        "{\"a\":{}/**/}"
      })
  void brokenJsonIsRefused(String header) throws IOException {
    write(header, 0);
    assertThatThrownBy(this::load)
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("the header is not JSON");
  }

  @Test
  void deepJsonIsRefused() throws IOException {
    assertDeep("[".repeat(100_000));
    assertDeep("{\"a\":".repeat(100_000));
  }

  private void assertDeep(String nested) throws IOException {
    write("{\"a\":" + nested, 0);
    assertThatThrownBy(this::load)
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("nesting deeper than 16");
  }

  @Test
  void notSafetensorsAtAll() throws IOException {
    Files.writeString(file, "PK\3\4 this is a zip file of some length");
    assertThatThrownBy(this::load).isInstanceOf(WeightsException.class);
    write("[]", 0);
    assertThatThrownBy(this::load)
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("not a safetensors file");
    write("{\"\u0001\":1}", 0);
    assertThatThrownBy(this::load).hasMessageContaining("a control character in a string");
    Files.write(file, new byte[] {2, 0, 0, 0, 0, 0, 0, 0, '{', (byte) 0xFF});
    assertThatThrownBy(this::load).hasMessageEndingWith("the header is not UTF-8");
  }
}
