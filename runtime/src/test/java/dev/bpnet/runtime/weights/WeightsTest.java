package dev.bpnet.runtime.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bpnet.runtime.FileNames;
import dev.bpnet.runtime.networks.LineDouble;
import dev.bpnet.runtime.networks.XorDouble;
import dev.bpnet.runtime.networks.XorFloat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class WeightsTest {
  @TempDir Path folder;

  @Test
  void givesBackWhatWasSaved() throws IOException {
    XorFloat network = new XorFloat();
    network.initialize(3);
    network.tensor("steps").set(17);
    Path file = folder.resolve(FileNames.of("xor é.safetensors"));
    Weights.of(network).with("classes", "a\n\"ü\"\\,😀\u0001").save(file);
    XorFloat other = new XorFloat();
    Weights read = Weights.load(file);
    read.into(other);
    assertThat(other.parameters()).isEqualTo(network.parameters());
    assertThat(read.text("classes")).contains("a\n\"ü\"\\,😀\u0001");
    assertThat(read.network()).contains("Xor");
    assertThat(read.fingerprint()).contains("c0ffee");
    assertThat(read.metadata())
        .containsEntry("bpnet.plan", "scalar")
        .containsEntry("bpnet.precision", "float");
    assertThat(read.names()).containsExactly("h.W", "h.b", "y.W", "y.b", "steps");
  }

  @Test
  void convertsBetweenPrecisions() throws IOException {
    XorDouble precise = new XorDouble();
    precise.initialize(3);
    Path file = folder.resolve("w");
    Weights.of(precise).save(file);
    XorFloat single = new XorFloat();
    Weights.load(file).into(single);
    for (int i = 0; i < 14; i++) {
      assertThat(single.parameters()[i]).isEqualTo((float) precise.parameters()[i]);
    }
    Weights.of(single).save(file);
    Weights.load(file).into(precise);
    for (int i = 0; i < 14; i++) {
      assertThat(precise.parameters()[i]).isEqualTo((double) single.parameters()[i]);
    }
  }

  @Test
  void savesOverAnOlderFileAndLeavesNothingBeside() throws IOException {
    XorFloat network = new XorFloat();
    network.initialize(1);
    Path file = folder.resolve("w");
    Files.writeString(file, "old");
    Weights.of(network).save(file);
    Weights.load(file).into(network);
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactly(file);
    }
  }

  @Test
  void fillsWhatALinkLeadsTo() throws IOException {
    XorFloat network = new XorFloat();
    Path real = folder.resolve("real");
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("real"));

    Weights.of(network).save(link);

    assertThat(link).isSymbolicLink();
    assertThat(Weights.load(real).network()).contains("Xor");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void writesThroughAPipe() throws Exception {
    XorFloat network = new XorFloat();
    Path plain = folder.resolve("plain");
    Weights.of(network).save(plain);
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Path copy = folder.resolve("copy");
    Process reader =
        new ProcessBuilder("cat", pipe.toString()).redirectOutput(copy.toFile()).start();
    try {
      Weights.of(network).save(pipe);
      assertThat(reader.waitFor(1, TimeUnit.MINUTES)).isTrue();
    } finally {
      reader.destroy();
    }

    assertThat(copy).hasSameBinaryContentAs(plain);
    assertThat(Files.isRegularFile(pipe)).isFalse();
  }

  @Test
  void sameWeightsSameBytes() throws IOException {
    XorFloat network = new XorFloat();
    network.initialize(1);
    Weights.of(network).save(folder.resolve("a"));
    Weights.load(folder.resolve("a")).save(folder.resolve("b"));
    assertThat(folder.resolve("a")).hasSameBinaryContentAs(folder.resolve("b"));
  }

  @Test
  void aFailedSaveLeavesTheOldFile() throws IOException {
    Path target = folder.resolve("there");
    Files.createDirectory(target);
    assertThatThrownBy(() -> Weights.of(new XorFloat()).save(target))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> Weights.of(new XorFloat()).save(folder.resolve("no/such/folder")))
        .isInstanceOf(IOException.class);
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactly(target);
    }
  }

  @Test
  void weightsOfAnotherModelChangeNothing() throws IOException {
    LineDouble line = new LineDouble(2);
    line.initialize(1);
    Path file = folder.resolve("w");
    Weights.of(line).save(file);
    XorDouble xor = new XorDouble();
    assertThatThrownBy(() -> Weights.load(file).into(xor))
        .isInstanceOf(WeightsException.class)
        .hasMessage("these are weights of the network Line, not of Xor");
    assertThatThrownBy(() -> Weights.load(file).into(new LineDouble(3)))
        .isInstanceOf(WeightsException.class)
        .hasMessage("tensor w has shape [2], but the network wants [3]");
    assertThat(xor.parameters()).containsOnly(0);
  }

  @Test
  void reservedKeysAreRefused() {
    Weights weights = Weights.of(new XorFloat());
    assertThatThrownBy(() -> weights.with("bpnet.network", "Other"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
