package org.dgm4j.display.view.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.commons.statistics.distribution.NormalDistribution;
import org.dgm4j.display.Labels;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.View;
import org.dgm4j.display.chart.Chart;
import org.dgm4j.display.chart.Series;
import org.dgm4j.display.component.ChartView;
import org.dgm4j.display.component.ChartWithText;
import org.dgm4j.display.registry.Views;
import org.dgm4j.model.autoregressive.GaussianAutoRegressive.Forecast;
import org.junit.jupiter.api.Test;

class ForecastViewTest {

  @Test
  void aForecastFollowsItsHistoryInABandOf95Percent() {
    Forecast forecast =
        new Forecast(new double[] {1, 2, 4}, new double[] {3, 2.5}, new double[] {0.5, 1});
    View view = Views.of(forecast).orElseThrow();
    Chart chart = ((ChartWithText) view).chart();
    Series.Area band = (Series.Area) chart.series().get(0);
    assertArrayEquals(new double[] {4, 5}, band.x());
    for (int i = 0; i < 2; i++) {
      NormalDistribution value =
          NormalDistribution.of(forecast.mean()[i], forecast.standardDeviation()[i]);
      assertEquals(0.95, value.probability(band.low()[i], band.high()[i]), 1e-12);
    }
    Series.Line history = (Series.Line) chart.series().get(2);
    assertArrayEquals(new double[] {1, 2, 3}, history.x());
    assertArrayEquals(new double[] {1, 2, 4}, history.y());
    MimeBundle bundle = view.bundle();
    assertEquals(
        "Forecast after 3 values: mean ± standard deviation\n1: 3.000 ± 0.5000\n2: 2.500 ± 1.000",
        bundle.get(MimeBundle.TEXT));
    Labels.of(bundle.get(MimeBundle.SVG)).assertApart();
  }

  @Test
  void aLongHistoryShowsItsEndAndAnEmptyOneNothing() {
    for (int length : new int[] {0, 1000}) {
      Forecast forecast =
          new Forecast(new double[length], new double[] {3, 2.5}, new double[] {0.5, 1});
      Chart chart = ((ChartWithText) Views.of(forecast).orElseThrow()).chart();
      double[] shown = ((Series.Line) chart.series().get(2)).x();
      assertEquals(Math.min(length, 20), shown.length);
      assertTrue(length == 0 || shown[19] == 1000);
      Labels.of(ChartView.of(chart).bundle().get(MimeBundle.SVG)).assertApart();
    }
  }
}
