package org.dgm4j.magic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.dgm4j.base.ProgressTask;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.kernel.LiveOutput;
import org.dgm4j.probability.variational.TargetDensity;
import org.dgm4j.probability.variational.VariationalInference;
import org.junit.jupiter.api.Test;

class LiveInferenceTest {

  private final RecordingNotebook notebook = new RecordingNotebook();

  @Test
  void contoursMoveInOneOutputAndTheLastOneStays() {
    long begin = System.nanoTime();
    try (ProgressTask.Watch watch = ProgressTask.watch(new LiveOutput(notebook))) {
      VariationalInference.of(TargetDensity.banana())
          .fullNormal()
          .steps(400)
          .seed(1)
          .seconds(2)
          .startBoth();
    }
    assertEquals(1, notebook.displays);
    double most = 1 + 4 * (System.nanoTime() - begin) / 1e9;
    List<String> pages =
        notebook.passed.stream().map(bundle -> bundle.get(MimeBundle.HTML)).toList();
    assertTrue(pages.size() >= 3 && pages.size() <= most, pages.size() + " pictures");
    assertEquals(pages.size(), pages.stream().distinct().count());
    for (String page : pages) {
      assertTrue(page.contains("progressbar"));
      assertFalse(page.contains("<script"));
      assertTrue(page.length() < 250_000, page.length() + " characters");
    }
    assertEquals(1, notebook.shown.size());
    String last = notebook.shown.get(0).get(MimeBundle.HTML);
    assertFalse(last.contains("progressbar"));
    assertTrue(last.contains("<script"));
    assertTrue(notebook.shown.get(0).get(MimeBundle.TEXT).contains("KL(p ‖ q) = "));
  }
}
