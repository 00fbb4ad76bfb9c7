package org.dgm4j.magic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.probability.TargetDensity;
import org.dgm4j.probability.VariationalInference;
import org.junit.jupiter.api.Test;

class LiveInferenceTest {

  private final RecordingNotebook notebook = new RecordingNotebook();
  private final List<MimeBundle> shown = notebook.shown;

  @Test
  void contoursMoveInOneOutputAndTheLastOneStays() {
    long begin = System.nanoTime();
    VariationalInference.of(TargetDensity.banana())
        .fullNormal()
        .steps(400)
        .seed(1)
        .seconds(2)
        .observer(new LiveInference(notebook))
        .startBoth();
    assertEquals(1, notebook.displays);
    double most = 2 + 4 * (System.nanoTime() - begin) / 1e9;
    assertTrue(shown.size() >= 3 && shown.size() <= most, shown.size() + " outputs");
    List<String> pages = shown.stream().map(bundle -> bundle.get(MimeBundle.HTML)).toList();
    assertEquals(pages.size(), pages.stream().distinct().count());
    for (String page : pages.subList(0, pages.size() - 1)) {
      assertTrue(page.contains("progressbar"));
      assertFalse(page.contains("<script"));
      assertTrue(page.length() < 250_000, page.length() + " characters");
    }
    String last = pages.get(pages.size() - 1);
    assertFalse(last.contains("progressbar"));
    assertTrue(last.contains("<script"));
    assertTrue(shown.get(shown.size() - 1).get(MimeBundle.TEXT).contains("KL(p ‖ q) = "));
  }
}
