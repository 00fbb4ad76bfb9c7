package org.dgm4j.display.view.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.dgm4j.display.Labels;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.View;
import org.dgm4j.display.chart.Chart;
import org.dgm4j.display.chart.Series;
import org.dgm4j.display.component.ChartView;
import org.dgm4j.display.registry.Views;
import org.dgm4j.experiments.Experiments;
import org.dgm4j.experiments.LearningCurves;
import org.dgm4j.training.CurvePoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentsViewTest {

  private static final String HEADER =
      "time,model,settings,parameters,data,fingerprint,training,seed,epochs,test nats\n";

  @TempDir Path folder;

  private String text(String lines) throws IOException {
    Files.writeString(folder.resolve("experiments.csv"), HEADER + lines);
    return Views.of(Experiments.in(folder.toString())).orElseThrow().bundle().get(MimeBundle.TEXT);
  }

  private static String line(int epochs) {
    return "2026-03-01T09:30:12+01:00,nade,hidden=500,784784,digits,0123456789abcdef,"
        + "batch-size=100; optimizer=adam,42,"
        + epochs
        + ",88.857\n";
  }

  @Test
  void aTrainingIsARow() throws IOException {
    List<String> lines = text(line(3) + "broken\n").lines().toList();
    assertEquals(
        List.of(
            "1",
            "nade",
            "digits 012345",
            "88.86",
            "3",
            "784,784",
            "hidden 500",
            "batch size 100, adam",
            "2026-03-01 09:30"),
        List.of(lines.get(1).split("  +")));
    assertTrue(lines.get(2).contains("nats per example"), lines.get(2));
    assertTrue(lines.get(2).contains("can't be read: line 2 of"), lines.get(2));
  }

  @Test
  void boundsAreMarkedAndGamesHaveNoLikelihood() throws IOException {
    String header = HEADER.strip() + ",train nats,objective\n";
    String bound = line(3).strip().replace("nade", "vae") + ",91.5,lower bound\n";
    String loose = bound.replace("hidden=500", "beta=0.5; hidden=500");
    String game = line(3).strip().replace("nade", "gan").replace("88.857", "") + ",,game\n";
    Files.writeString(
        folder.resolve("experiments.csv"),
        header + line(3).strip() + ",87,log probability\n" + bound + loose + game);
    View view = Views.of(Experiments.in(folder.toString())).orElseThrow();
    List<String> lines = view.bundle().get(MimeBundle.TEXT).lines().toList();
    assertTrue(lines.get(1).matches(".* 012345 +87.00 +88.86 .*"), lines.get(1));
    assertTrue(lines.get(2).matches(".* 012345 +≤ 91.50 +≤ 88.86 .*"), lines.get(2));
    assertTrue(lines.get(3).matches(".* 012345 +≤ 88.86 .*"), lines.get(3));
    assertTrue(lines.get(4).matches(".* 012345 +3 .*"), lines.get(4));
    assertTrue(lines.get(5).contains("After ≤ stands a bound"), lines.get(5));
    assertTrue(lines.get(5).contains("implicit model has no likelihood"), lines.get(5));
  }

  @Test
  void ofManyTheLastHundredAreShown() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 1; i <= 250; i++) {
      lines.append(line(i));
    }
    String text = text(lines.toString());
    assertEquals(102, text.lines().count());
    assertTrue(text.contains("The last 100 of 250 trainings."));
    assertTrue(text.contains("\n250  "));
    assertFalse(text.contains("\n150  "));
  }

  @Test
  void nothingYetIsASentence() throws IOException {
    assertTrue(text("").contains("train a model"));
  }

  @Test
  void comparedCurvesLieOverOneAnother() {
    List<CurvePoint> points = List.of(new CurvePoint(1, 120), new CurvePoint(2, 100));
    View view =
        Views.of(
                new LearningCurves(
                    List.of(
                        new LearningCurves.Curve("#1 hidden 20", true, points),
                        new LearningCurves.Curve("#2 hidden 50", false, points))))
            .orElseThrow();
    Chart chart = ((ChartView) view).chart();
    assertEquals(List.of("#1 hidden 20", "#2 hidden 50 (training)"), chart.names());
    assertEquals(Series.Stroke.DASHED, ((Series.Line) chart.series().get(1)).stroke());
    Labels.of(view.bundle().get(MimeBundle.SVG)).assertApart();
  }
}
