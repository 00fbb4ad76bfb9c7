package org.dgm4j.display.view.evaluation;

import java.util.ArrayList;
import java.util.List;
import org.dgm4j.base.NumberText;
import org.dgm4j.display.FigureStyle;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.View;
import org.dgm4j.display.component.SortableTable;
import org.dgm4j.display.component.Stacked;
import org.dgm4j.display.component.TableView;
import org.dgm4j.evaluation.Comparison;
import org.dgm4j.evaluation.ModelScore;

/**
 * Models side by side: a row of numbers for each, what has to be known to read them, and samples.
 *
 * @param comparison what to show
 */
public record ComparisonView(Comparison comparison) implements View {

  /** More digits of a time do not repeat when it is measured again. */
  private static final int DIGITS = 2;

  @Override
  public MimeBundle bundle(FigureStyle style) {
    String note = String.join(" ", comparison.remarks());
    return Stacked.of(
            new SortableTable(new TableView(headings(), rows(), note)),
            ModelSamplesView.of(comparison.models()))
        .bundle(style);
  }

  private boolean any(boolean continuous) {
    return judged().stream().anyMatch(model -> model.isContinuous() == continuous);
  }

  private List<ModelScore> judged() {
    return comparison.models().stream().filter(model -> model.objective().judges()).toList();
  }

  private List<String> headings() {
    List<String> headings = new ArrayList<>(List.of("model", "says of x"));
    if (any(false)) {
      headings.addAll(List.of("nats", "bits per dimension"));
    }
    if (any(true)) {
      headings.addAll(List.of("nats of density", "bits per dimension of density"));
    }
    headings.addAll(List.of("parameters", "training, s", "epochs", "sampling, s"));
    return headings;
  }

  private List<List<String>> rows() {
    List<List<String>> rows = new ArrayList<>();
    for (ModelScore model : comparison.models()) {
      List<String> row = new ArrayList<>(List.of(model.name(), says(model)));
      for (boolean continuous : new boolean[] {false, true}) {
        if (any(continuous)) {
          boolean here = model.objective().judges() && model.isContinuous() == continuous;
          row.add(here ? nats(model) : "");
          row.add(here ? bound(model, NumberText.fixed(model.bitsPerDimension(), 3)) : "");
        }
      }
      row.add(
          model.parameters().isPresent()
              ? NumberText.fixed(model.parameters().getAsLong(), 0)
              : "");
      boolean known = !Double.isNaN(model.training().seconds());
      boolean trained = known && !model.training().isNever();
      row.add(trained ? time(model.training().seconds()) : "");
      row.add(known ? Integer.toString(model.training().epochs()) : "");
      row.add(time(model.samplingSeconds()));
      rows.add(row);
    }
    return rows;
  }

  private static String says(ModelScore model) {
    String what = model.isContinuous() ? "density" : "probability";
    return switch (model.objective()) {
      case LOG_PROBABILITY -> "its " + what;
      case LOWER_BOUND -> "a bound of its " + what;
      case GAME -> "nothing";
    };
  }

  private static String nats(ModelScore model) {
    double nats = model.mean();
    double error = model.standardError();
    String mean = Double.isFinite(nats) ? NumberText.fixed(nats, 2) : NumberText.text(nats);
    return bound(model, Double.isFinite(error) ? mean + " ± " + NumberText.fixed(error, 2) : mean);
  }

  private static String bound(ModelScore model, String number) {
    return model.objective().nats(number);
  }

  private static String time(double seconds) {
    return NumberText.text(NumberText.significant(seconds, DIGITS));
  }
}
