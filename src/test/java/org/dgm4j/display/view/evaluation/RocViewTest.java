package org.dgm4j.display.view.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.chart.Chart;
import org.dgm4j.display.chart.Series;
import org.dgm4j.evaluation.Roc;
import org.junit.jupiter.api.Test;

class RocViewTest {

  private static final double[] NORMAL = {3, 4, 5, 6, 7, 8};
  private static final double[] ABNORMAL = {1, 2, 3.5, 4.5};

  @Test
  void theDotAtAThresholdStandsOutFromItsCurve() {
    Roc roc = Roc.of(NORMAL, ABNORMAL);
    Roc.Threshold threshold = roc.thresholdAt(0.2);
    RocView view = new RocView("", Map.of("score", roc), Map.of("score", threshold), 0.2);
    Chart chart = view.chart();
    List<Series> series = chart.series();
    Series.Points dot = (Series.Points) series.get(series.size() - 1);
    assertEquals(threshold.falseAlarms(), dot.x()[0]);
    assertEquals(threshold.detected(), dot.y()[0]);
    MimeBundle bundle = view.bundle();
    assertTrue(bundle.get(MimeBundle.SVG).contains("stroke-width=\"24\""), "12 wide, in half size");
    assertTrue(
        Pattern.compile("\"size\":\\[12(\\.0)?]").matcher(bundle.get(MimeBundle.HTML)).find());
  }
}
