package org.dgm4j.display.chart;

import java.util.ArrayList;
import java.util.List;
import org.dgm4j.base.NumberText;
import org.dgm4j.display.chart.SeriesSampler.Sample;

/**
 * A chart with no more numbers than a picture can show, and what was left out.
 *
 * @param chart the chart with the numbers that are drawn
 * @param notes sentences that say what is not drawn as it is
 */
public record DownsampledChart(Chart chart, List<String> notes) {

  /** All renderers draw the result, so that they agree. */
  public static DownsampledChart of(Chart chart) {
    List<String> notes = new ArrayList<>();
    List<Sample> samples = SeriesSampler.of(chart, notes);
    notes.addAll(0, counts(samples));
    long hidden = samples.stream().mapToLong(Sample::hidden).sum();
    if (hidden > 0) {
      boolean log = chart.x().scale() == Axis.Scale.LOG || chart.y().scale() == Axis.Scale.LOG;
      notes.add(
          NumberText.format(
              "Not drawn: %s that %s not finite%s",
              NumberText.count(hidden, "place"),
              hidden == 1 ? "is" : "are",
              log ? " or not above zero" : ""));
    }
    return new DownsampledChart(chart.with(samples.stream().map(Sample::drawn).toList()), notes);
  }

  /**
   * One note for all series of a kind: one for each of many classes would take the chart's room.
   */
  private static List<String> counts(List<Sample> samples) {
    List<String> notes = new ArrayList<>();
    for (SeriesSampler.Unit unit : SeriesSampler.Unit.values()) {
      List<Sample> some = samples.stream().filter(s -> s.unit() == unit).toList();
      List<Sample> fewer = some.stream().filter(s -> s.countDrawn() < s.countAll()).toList();
      if (fewer.size() == 1) {
        String name = fewer.get(0).all().name();
        notes.add((name.isBlank() ? "" : name + ": ") + count(fewer));
      } else if (fewer.size() > 1) {
        long most = fewer.stream().mapToLong(Sample::countDrawn).max().orElseThrow();
        String each = NumberText.format(", at most %,d of each class", most);
        notes.add(count(some) + (unit == SeriesSampler.Unit.POINT ? each : ""));
      }
    }
    return notes;
  }

  private static String count(List<Sample> samples) {
    return NumberText.format(
        "%,d of %,d %s drawn",
        samples.stream().mapToLong(Sample::countDrawn).sum(),
        samples.stream().mapToLong(Sample::countAll).sum(),
        samples.get(0).unit().plural());
  }
}
