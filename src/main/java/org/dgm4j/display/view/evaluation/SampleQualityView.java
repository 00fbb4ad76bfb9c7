package org.dgm4j.display.view.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.dgm4j.base.NumberText;
import org.dgm4j.data.Samples;
import org.dgm4j.display.FigureStyle;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.View;
import org.dgm4j.display.component.Captioned;
import org.dgm4j.display.component.SortableTable;
import org.dgm4j.display.component.Stacked;
import org.dgm4j.display.component.TableView;
import org.dgm4j.evaluation.quality.Estimate;
import org.dgm4j.evaluation.quality.SampleQuality;
import org.dgm4j.evaluation.quality.SampleScore;

/**
 * How good samples are: a row of numbers for each model, what has to be known to read them, and
 * samples, each above the training example that is nearest to it.
 *
 * @param quality what to show
 */
public record SampleQualityView(SampleQuality quality) implements View {

  /** Beside one another: images of 28 pixels are then shown twice as large. */
  private static final int PAIRS = 10;

  /** The width of ten images of 32 pixels, twice as large. */
  private static final int BLOCK = 650;

  @Override
  public MimeBundle bundle(FigureStyle style) {
    String note = String.join(" ", quality.remarks());
    return Stacked.of(new SortableTable(new TableView(headings(), rows(), note)), pictures())
        .bundle(style);
  }

  private List<String> headings() {
    List<String> headings =
        new ArrayList<>(
            List.of(
                "samples of", "precision, %", "recall, %", "Fréchet distance", "kernel distance"));
    if (quality.knowsTraining()) {
      headings.add("memorisation, %");
    }
    return headings;
  }

  private List<List<String>> rows() {
    return quality.scores().stream().map(SampleQualityView::row).toList();
  }

  private static List<String> row(SampleScore score) {
    List<String> row =
        new ArrayList<>(
            List.of(
                score.name(),
                percent(score.precision()),
                percent(score.recall()),
                score.frechetDistance().toString(),
                score.kernelDistance().toString()));
    score.memorisation().map(SampleQualityView::percent).ifPresent(row::add);
    return row;
  }

  private static String percent(Estimate share) {
    return NumberText.format("%.1f ± %.1f", 100 * share.value(), 100 * share.standardError());
  }

  private View pictures() {
    List<SampleScore> scores = quality.scores();
    List<String> names = scores.stream().map(SampleScore::name).toList();
    List<Samples> pairs = new ArrayList<>();
    for (SampleScore score : scores) {
      pairs.add(score.samples().isImages() ? pairs(score) : score.samples());
    }
    View view = new ModelSamplesView(names, pairs, PAIRS, BLOCK);
    String nearest = quality.knowsTraining() ? "training example" : "example";
    return pairs.get(0).isImages()
        ? new Captioned(
            "Above: ten of the samples, the nearest to a %s at the left, the farthest at the right; below: the nearest %s of each."
                .formatted(nearest, nearest),
            view)
        : view;
  }

  /** Some samples, and then the nearest example of each. */
  private static Samples pairs(SampleScore score) {
    int[] places = score.spread(PAIRS);
    Samples above = score.samples().select(places);
    Samples below = score.nearest().select(places);
    float[] values = Arrays.copyOf(above.values(), 2 * above.count() * above.dimensions());
    System.arraycopy(
        below.values(), 0, values, above.count() * above.dimensions(), below.values().length);
    return Samples.of(values, 2 * above.count(), above.shape());
  }
}
