package dev.bpnet.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
  @Test
  void writesEveryKindOfValue() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("text", "a\"b\\c\n\u0001é\uD83D\uDE00");
    map.put("list", Arrays.asList(1, 2.5, true, null, List.of()));
    map.put("none", Double.NaN);

    assertThat(Json.of(map))
        .isEqualTo(
            "{\"text\":\"a\\\"b\\\\c\\n\\u0001é\uD83D\uDE00\",\"list\":[1,2.5,true,null,[]],"
                + "\"none\":null}");
  }

  @Test
  void halvesOfSurrogatePairsAreEscaped() {
    assertThat(Json.of("\uD83Dx")).isEqualTo("\"\\ud83dx\"");
  }
}
