package org.dgm4j.display.view.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.html.Markup;
import org.dgm4j.display.registry.Views;
import org.dgm4j.display.tablesaw.DataColumn;
import org.junit.jupiter.api.Test;

class ObjectViewTest {

  record Run(String name, int epochs, double nats, float share, Boolean best, LocalDate day) {}

  record Told(int x) {
    @Override
    public String toString() {
      return "x is " + x;
    }
  }

  record Nothing() {}

  private static MimeBundle bundle(Object value) {
    return Views.of(value).orElseThrow().bundle();
  }

  @Test
  void aMapIsATableOfItsKeys() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("rate", 0.1 + 0.2);
    map.put("<b>", null);
    map.put("weights", new double[] {1, 2});
    MimeBundle bundle = bundle(map);
    assertEquals(map.toString(), bundle.get(MimeBundle.TEXT));
    String html = bundle.get(MimeBundle.HTML);
    assertTrue(html.contains(">0.3</td>"), html);
    assertTrue(html.contains(">&lt;b&gt;</td>"), html);
    assertTrue(html.contains(">double[] 2: values 1 to 2, mean 1.5</td>"), html);
    assertEquals("{}", bundle(Map.of()).get(MimeBundle.TEXT));
  }

  @Test
  void aLongMapIsCutAndSaysSo() {
    Map<Integer, String> map = new LinkedHashMap<>();
    IntStream.range(0, 10_000).forEach(i -> map.put(i, "value " + i));
    MimeBundle bundle = bundle(map);
    assertTrue(bundle.get(MimeBundle.HTML).contains("… and 9,950 more keys"));
    assertTrue(bundle.get(MimeBundle.TEXT).length() < 5000);
  }

  @Test
  void aRecordIsATableOfItsComponents() {
    Run run = new Run("nade", 10, 87.6, 0.1f, true, LocalDate.of(2024, 2, 29));
    MimeBundle bundle = bundle(run);
    assertEquals(run.toString(), bundle.get(MimeBundle.TEXT));
    assertTrue(bundle.get(MimeBundle.HTML).contains(">epochs</th>"));
    assertTrue(bundle.get(MimeBundle.HTML).contains(">0.1</td>"));
  }

  @Test
  void whatSaysMoreOfItselfKeepsThat() {
    for (Object value :
        List.of(new Told(3), new Nothing(), List.of(new Told(3)), List.of(1, "b"))) {
      MimeBundle bundle = bundle(value);
      assertEquals(value.toString(), bundle.get(MimeBundle.TEXT));
      assertNull(bundle.get(MimeBundle.HTML));
    }
    for (Object value : List.of("text", 1, 2.5, 'c', true, Optional.of(1))) {
      assertFalse(Views.of(value).isPresent());
    }
  }

  @Test
  void recordsInAListAreRows() {
    List<Run> runs =
        Arrays.asList(
            new Run("nade", 10, 87.6, 0.1f, true, LocalDate.of(2024, 2, 29)),
            new Run(null, 5, Double.NaN, 0.25f, null, null));
    assertEquals(
        """
        Run: 2 rows × 6 columns
           name     epochs    nats   share  best     day
           string  integer  double  double  boolean  local date
        0  nade         10    87.6    0.10  true     2024-02-29
        1  ∅             5       ∅    0.25  ∅        ∅
        ∅: 4 missing values.""",
        bundle(runs).get(MimeBundle.TEXT));
    assertNull(
        bundle(List.of(new Told(1), new Run("a", 1, 1, 1, true, null))).get(MimeBundle.HTML));
  }

  @Property(tries = 100)
  void anyTextComesOutAsText(@ForAll String key, @ForAll String value) {
    // A dollar sign stands by itself, or what is between two of them would be typeset as a formula.
    String html = bundle(Map.of(key, value)).get(MimeBundle.HTML).replace("<span>$</span>", "$");
    assertTrue(html.contains(Markup.escape(DataColumn.line(value))), html);
    assertFalse(
        html.replaceAll("</?(div|table|thead|tbody|tr|td|th)( style=\"[^\"]*\")?>", "")
            .contains("<"));
  }
}
