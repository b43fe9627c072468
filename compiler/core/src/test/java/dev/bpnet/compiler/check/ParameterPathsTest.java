package dev.bpnet.compiler.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bpnet.compiler.graph.Variable;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParameterPathsTest {
  private static final String LAYERS =
      """
      layer one(x) { param w[2]  return w * x }
      layer named(x) { h = one(x)  return h }
      layer returned(x) = one(x)
      layer two(x) { h = x |> one |> one  return one(h) }
      layer none(x) = tanh(x)
      layer deep(x) { a = two(x)  repeat 2 { a = named(a) }  return returned(a) }
      layer apply(f, x) = f(x)
      layer own(x, more = true) {
          param w[2]
          if more { param v[2]  return w * x + v } else { return w * x }
      }
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "h = one(x) ; h.w",
        "h = x |> one |> one ; h.one1.w h.one2.w",
        "h = one(one(x)) ; h.one1.w h.one2.w",
        "h = x |> one |> named ; h.one1.w h.named1.h.w",
        "h = x |> none |> one ; h.w",
        "h = named(x) ; h.h.w",
        "h = returned(x) ; h.one1.w",
        "h = two(x) ; h.h.one1.w h.h.one2.w h.one1.w",
        "param h[2] ; h",
        "repeat 2 { param h[2] } h = x ; h.0 h.1",
        "h = x repeat 2 { h = one(h) } ; h.0.w h.1.w",
        "h = x repeat 2 { repeat 2 { h = one(h) } } ; h.0.0.w h.0.1.w h.1.0.w h.1.1.w",
        "h = x repeat 2 { h = h |> one |> one } ; h.0.one1.w h.0.one2.w h.1.one1.w h.1.one2.w",
        "h = one(x) h = one(h) h = one(h) ; h.w h@2.w h@3.w",
        "h = one(x) h = named(h) h = named(h) ; h.w h.h.w h@2.h.w",
        "h = x repeat 2 { h = one(h) } repeat 3 { h = one(h) }"
            + " ; h.0.w h.1.w h@2.0.w h@2.1.w h@2.2.w",
        "h = x for t in 0..3 { h = one(h) } ; h.w",
        "ys = for t in 0..3 { yield one(x) } h = ys[0] ; one1.w",
        "ys = for t in 0..3 { yield x |> one |> one } h = ys[0] ; one1.w one2.w",
        "h = deep(x) ; h.a.h.one1.w h.a.h.one2.w h.a.one1.w h.a.0.h.w h.a.1.h.w"
            + " h.returned1.one1.w",
        "h = apply(one, x) ; h.one1.w",
        "h = own(x) h = own(h, more = false) ; h.w h.v h@2.w",
        "h = 1 > 2 ? one(x) : two(x) ; h.h.one1.w h.h.one2.w h.one1.w",
        "if training { h = one(x) } else { h = x } ; h.w",
        "if 1 > 2 { h = one(x) } else { h = one(x) } ; h.w",
        "output h = one(x) ; h.w",
        "h = x state s[2] frozen param f[2] ; f s",
        "h = one(x) metric m = sum(one(x)) ; h.w m.w",
      })
  void followTheLanguage(String statements, String expected) {
    String loss = statements.startsWith("output") ? "" : " output y = h";
    String source =
        LAYERS + "network N { input x[2] " + statements + loss + " loss sum(h + one(h)) }";
    List<String> names =
        Elaborated.model(source).variables().stream()
            .filter(variable -> variable.role() != Variable.Role.INPUT)
            .map(Variable::name)
            .toList();
    String[] wanted = (expected + " one1.w").split(" ");
    boolean clash = Arrays.asList(expected.split(" ")).contains("one1.w");
    if (clash) {
      wanted[wanted.length - 1] = "one1@2.w";
    }
    assertThat(names).containsExactlyInAnyOrder(wanted);
  }
}
