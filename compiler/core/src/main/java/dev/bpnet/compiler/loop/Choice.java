package dev.bpnet.compiler.loop;

/**
 * Which form a part of a network was given, and why.
 *
 * @param part in the words of the source, such as {@code h.z} or {@code derivative by h.W}
 * @param form in a few words
 * @param reason the figures that decided, and the limit if there is one
 */
public record Choice(String part, String form, String reason) {
  @Override
  public String toString() {
    return part + ": " + form + ", because " + reason;
  }
}
