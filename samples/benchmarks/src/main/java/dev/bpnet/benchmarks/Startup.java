package dev.bpnet.benchmarks;

/** One training step of W4 in a fresh JVM; says so, and the loss after it. */
final class Startup {
  private Startup() {}

  public static void main(String[] arguments) {
    Contender contender = Contender.of(Contender.Kind.BPNET, Task.W4);
    contender.step();
    System.out.println("trained");
    System.out.println(contender.loss());
  }
}
