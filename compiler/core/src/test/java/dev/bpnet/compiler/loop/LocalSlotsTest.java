package dev.bpnet.compiler.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LocalSlotsTest {
  private static final Expr ONES = Expr.apply(Function.BROADCAST, new Expr.Real(1));
  private static final Local I = Local.named("i", Type.INT);

  private final List<Local> vectors =
      IntStream.range(0, 66).mapToObj(i -> Local.named("v" + i, Type.VECTOR)).toList();

  /** The vectors, then a loop that adds the given ones up in the first, then these statements. */
  private Routine routine(List<Local> inLoop, Stmt... after) {
    List<Stmt> body = new ArrayList<>();
    vectors.forEach(vector -> body.add(new Stmt.Declare(vector, ONES, true)));
    List<Stmt> sums = new ArrayList<>();
    inLoop.forEach(
        vector -> sums.add(assign(vectors.get(0), Expr.apply(Function.ADD, ONES, ref(vector)))));
    body.add(new Stmt.For(I, Index.ZERO, Index.of(8), 1, sums));
    body.addAll(List.of(after));
    return new Routine("subject", "", List.of(), body);
  }

  private static Stmt assign(Local local, Expr value) {
    return new Stmt.Assign(local, value);
  }

  private static Expr ref(Local local) {
    return Expr.ref(local);
  }

  @Test
  void theFirst63AreNoted() {
    assertThat(LocalSlots.unnoted(routine(vectors))).containsExactlyElementsOf(from(63));
  }

  private List<Local> from(int first) {
    return vectors.subList(first, vectors.size());
  }

  @Test
  void whatNobodyReadsAfterTheLoopBeganDoesNotLiveThroughIt() {
    assertThat(LocalSlots.unnoted(routine(vectors.subList(0, 65))))
        .containsExactlyElementsOf(vectors.subList(63, 65));
  }

  @Test
  void whatIsReadBehindTheLoopLivesThroughIt() {
    Routine routine = routine(List.of(), assign(vectors.get(0), ref(vectors.get(65))));
    assertThat(LocalSlots.unnoted(routine)).containsExactly(vectors.get(65));
  }

  @Test
  void whatTheLoopChangesIsRightlyTakenForChanged() {
    List<Stmt> body = new ArrayList<>(routine(List.of()).body().subList(0, 66));
    Local last = vectors.get(65);
    Stmt change = assign(last, Expr.apply(Function.ADD, ONES, ref(last)));
    body.add(new Stmt.For(I, Index.ZERO, Index.of(8), 1, List.of(change)));
    assertThat(LocalSlots.unnoted(new Routine("subject", "", List.of(), body))).isEmpty();
  }

  @Test
  void parametersAndArraysComeFirst() {
    Buffer work = new Buffer("work", Buffer.Role.FLAT, Type.REAL, 0, 8, "");
    Stmt store = new Stmt.Store(ArrayRef.flat(work), Index.ZERO, ref(vectors.get(60)));
    Routine one = routine(List.of(), store);
    assertThat(LocalSlots.unnoted(one)).isEmpty();
    Routine more =
        new Routine(
            "subject", "", List.of(Local.named("rate", Type.REAL), Program.COUNT), one.body());
    assertThat(LocalSlots.unnoted(more)).containsExactly(vectors.get(60));
  }
}
