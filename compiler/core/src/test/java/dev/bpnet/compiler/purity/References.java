package dev.bpnet.compiler.purity;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a class file names outside itself, read from its constant pool (JVMS 4.4). */
final class References {
  private static final Pattern DESCRIPTOR = Pattern.compile("\\(.*\\).+|\\[*L[^ ]+;");
  private static final Pattern CLASS_IN_DESCRIPTOR = Pattern.compile("L([\\w/$]+)[;<]");

  private final Set<String> classes = new TreeSet<>();
  private final Set<String> members = new TreeSet<>();
  private final Map<Integer, String> texts = new HashMap<>();
  private final Map<Integer, int[]> entries = new HashMap<>();

  private References() {}

  static References of(byte[] classFile) {
    References references = new References();
    try {
      references.read(new DataInputStream(new ByteArrayInputStream(classFile)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    references.resolve();
    return references;
  }

  /** Names with slashes, of classes and of what descriptors and signatures consist of. */
  Set<String> classes() {
    return classes;
  }

  /** Fields and methods, as {@code java/lang/Math.sqrt}. */
  Set<String> members() {
    return members;
  }

  private void read(DataInputStream in) throws IOException {
    in.skipNBytes(8);
    int count = in.readUnsignedShort();
    for (int i = 1; i < count; i++) {
      int tag = in.readUnsignedByte();
      switch (tag) {
        case 1 -> texts.put(i, in.readUTF());
        case 7, 8, 16, 19, 20 -> entries.put(i, new int[] {tag, in.readUnsignedShort()});
        case 9, 10, 11, 12, 17, 18 ->
            entries.put(i, new int[] {tag, in.readUnsignedShort(), in.readUnsignedShort()});
        case 3, 4 -> in.skipNBytes(4);
        case 5, 6 -> {
          in.skipNBytes(8);
          i++;
        }
        case 15 -> in.skipNBytes(3);
        default -> throw new IOException("constant of tag " + tag);
      }
    }
  }

  private void resolve() {
    entries.forEach(
        (index, entry) -> {
          switch (entry[0]) {
            case 7 -> addClass(className(index));
            case 9, 10, 11 ->
                members.add(className(entry[1]) + "." + texts.get(entries.get(entry[2])[1]));
            default -> {}
          }
        });
    texts.values().stream()
        .filter(text -> DESCRIPTOR.matcher(text).matches())
        .forEach(this::addDescriptor);
  }

  private String className(int index) {
    return texts.get(entries.get(index)[1]);
  }

  private void addClass(String name) {
    if (name.startsWith("[")) {
      addDescriptor(name);
    } else {
      classes.add(name);
    }
  }

  private void addDescriptor(String descriptor) {
    Matcher matcher = CLASS_IN_DESCRIPTOR.matcher(descriptor);
    while (matcher.find()) {
      classes.add(matcher.group(1));
    }
  }
}
