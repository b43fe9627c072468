package dev.bpnet.runtime.weights;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * The bytes of a safetensors file: eight of header length, little-endian, the header as JSON, the
 * tensors. Files of this library carry a checksum (CRC-32C of header and data, the checksum's own
 * digits taken as zeros) in their metadata, so that damage shows wherever it is.
 */
final class WeightsFile {
  private static final String CHECKSUM_KEY = "bpnet.crc32c";
  private static final String BLANK_CHECKSUM = "00000000";
  private static final int LENGTH_BYTES = 8;
  private static final int MAX_HEADER = 100_000_000;
  private static final int CHUNK = 1 << 16;

  /** As many links as Linux follows. */
  private static final int MOST_LINKS = 40;

  private final FileChannel channel;
  private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
  private final CRC32C checksum = new CRC32C();

  private WeightsFile(FileChannel channel) {
    this.channel = channel;
  }

  static Weights read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return new WeightsFile(channel).read();
    } catch (WeightsException e) {
      WeightsException named = new WeightsException(file + ": " + e.getMessage());
      named.initCause(e);
      throw named;
    } catch (EOFException e) {
      throw new WeightsException(file + ": the file ended while it was read");
    }
  }

  private Weights read() throws IOException {
    long length = channel.size();
    if (length < LENGTH_BYTES) {
      throw new WeightsException("not a safetensors file: it has " + length + " bytes");
    }
    fill(LENGTH_BYTES);
    long headerLength = chunk.getLong();
    if (headerLength < 0 || headerLength > length - LENGTH_BYTES) {
      throw new WeightsException(
          "not a whole safetensors file: the header would take "
              + Long.toUnsignedString(headerLength)
              + " bytes, the file has "
              + length);
    }
    if (headerLength > MAX_HEADER) {
      throw new WeightsException("a header of " + headerLength + " bytes is too large");
    }
    byte[] bytes = new byte[(int) headerLength];
    readFully(ByteBuffer.wrap(bytes));
    Header header = Header.parse(bytes, length - LENGTH_BYTES - headerLength);
    checkFormat(header.metadata());
    String stated = header.metadata().get(CHECKSUM_KEY);
    addToChecksum(bytes, stated);
    List<Object> values = new ArrayList<>();
    for (Header.Entry entry : header.entries()) {
      values.add(entry.type() == Header.Type.F32 ? floats(entry.size()) : doubles(entry.size()));
    }
    if (stated != null && !stated.equals(digits())) {
      throw new WeightsException(
          "the file is damaged: its checksum is " + digits() + ", not " + stated + " as it says");
    }
    Map<String, String> metadata = new LinkedHashMap<>(header.metadata());
    metadata.remove(CHECKSUM_KEY);
    return new Weights(metadata, header.entries(), values);
  }

  private static void checkFormat(Map<String, String> metadata) throws WeightsException {
    String format = metadata.get(Weights.FORMAT_KEY);
    if (format == null) {
      return;
    }
    if (!format.matches("[1-9][0-9]{0,8}")) {
      throw new WeightsException(Weights.FORMAT_KEY + " is " + format);
    }
    if (Integer.parseInt(format) > Weights.FORMAT) {
      throw WeightsException.of(
          "written by a newer version: format %s, but this one reads up to %d",
          format, Weights.FORMAT);
    }
    if (!metadata.containsKey(CHECKSUM_KEY)) {
      throw new WeightsException("the file is damaged: it has no checksum");
    }
  }

  private float[] floats(int size) throws IOException {
    float[] values = new float[size];
    for (int at = 0; at < size; ) {
      int count = Math.min(CHUNK / Float.BYTES, size - at);
      fill(count * Float.BYTES);
      checksum.update(chunk.array(), 0, count * Float.BYTES);
      chunk.asFloatBuffer().get(values, at, count);
      at += count;
    }
    return values;
  }

  private double[] doubles(int size) throws IOException {
    double[] values = new double[size];
    for (int at = 0; at < size; ) {
      int count = Math.min(CHUNK / Double.BYTES, size - at);
      fill(count * Double.BYTES);
      checksum.update(chunk.array(), 0, count * Double.BYTES);
      chunk.asDoubleBuffer().get(values, at, count);
      at += count;
    }
    return values;
  }

  private void fill(int bytes) throws IOException {
    chunk.clear().limit(bytes);
    readFully(chunk);
    chunk.flip();
  }

  private void readFully(ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new EOFException();
      }
    }
  }

  static void write(Weights weights, Path file) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
      writeThrough(weights, file);
      return;
    }
    Path target = Files.exists(file) ? file.toRealPath() : unborn(file);
    Path folder = target.getParent();
    if (folder == null || Files.isDirectory(target)) {
      throw new IOException(file + " is a folder");
    }
    if (Files.exists(target) && !Files.isWritable(target)) {
      throw new AccessDeniedException(file.toString());
    }
    String unique = ProcessHandle.current().pid() + "-" + Long.toHexString(System.nanoTime());
    Path temporary = folder.resolve("." + target.getFileName() + "." + unique + "~");
    try {
      try (FileChannel channel =
          FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        new WeightsFile(channel).write(weights);
        channel.force(true);
      }
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException | RuntimeException | Error e) {
      deleteQuietly(temporary, e);
      throw e;
    }
    forceFolder(folder);
  }

  /** Pipes and devices are written to; a file in their place would be of no use to anybody. */
  private static void writeThrough(Weights weights, Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      new WeightsFile(channel).write(weights);
    }
  }

  /** The file that is to be; where links lead to it, the links stay. */
  private static Path unborn(Path file) throws IOException {
    Path target = file.toAbsolutePath();
    for (int links = 0; Files.isSymbolicLink(target); links++) {
      if (links == MOST_LINKS) {
        throw new FileSystemLoopException(file.toString());
      }
      target = target.resolveSibling(Files.readSymbolicLink(target));
    }
    return target;
  }

  private static void deleteQuietly(Path temporary, Throwable reason) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }

  /**
   * Makes the renaming itself durable, on systems where a folder can be opened; on others it is
   * anyway.
   */
  private static void forceFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      return;
    }
  }

  private void write(Weights weights) throws IOException {
    Map<String, String> metadata = new LinkedHashMap<>(weights.metadata());
    metadata.put(CHECKSUM_KEY, BLANK_CHECKSUM);
    checksum.update(new Header(metadata, weights.entries()).toBytes());
    for (int i = 0; i < weights.entries().size(); i++) {
      transfer(weights.value(i), false);
    }
    metadata.put(CHECKSUM_KEY, digits());
    byte[] header = new Header(metadata, weights.entries()).toBytes();
    chunk.clear().putLong(header.length).flip();
    writeFully(chunk);
    writeFully(ByteBuffer.wrap(header));
    for (int i = 0; i < weights.entries().size(); i++) {
      transfer(weights.value(i), true);
    }
  }

  /** Sends a tensor by chunks to the file, or to the checksum alone. */
  private void transfer(Object value, boolean toFile) throws IOException {
    int width = value instanceof float[] ? Float.BYTES : Double.BYTES;
    int size = value instanceof float[] floats ? floats.length : ((double[]) value).length;
    for (int at = 0; at < size; ) {
      int count = Math.min(CHUNK / width, size - at);
      chunk.clear().limit(count * width);
      if (value instanceof float[] floats) {
        chunk.asFloatBuffer().put(floats, at, count);
      } else {
        chunk.asDoubleBuffer().put((double[]) value, at, count);
      }
      if (toFile) {
        writeFully(chunk);
      } else {
        checksum.update(chunk);
      }
      at += count;
    }
  }

  private void writeFully(ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  /** Counts the header in, with its statement of the checksum blanked. */
  private void addToChecksum(byte[] header, String stated) {
    String text = new String(header, StandardCharsets.ISO_8859_1);
    int place = stated == null ? -1 : text.indexOf("\"" + CHECKSUM_KEY + "\":\"" + stated + "\"");
    if (place >= 0) {
      int from = place + CHECKSUM_KEY.length() + 4;
      byte[] blank = BLANK_CHECKSUM.getBytes(StandardCharsets.ISO_8859_1);
      checksum.update(header, 0, from);
      checksum.update(blank);
      checksum.update(header, from + stated.length(), header.length - from - stated.length());
    } else {
      checksum.update(header);
    }
  }

  private String digits() {
    String hex = Long.toHexString(checksum.getValue());
    return BLANK_CHECKSUM.substring(hex.length()) + hex;
  }
}
