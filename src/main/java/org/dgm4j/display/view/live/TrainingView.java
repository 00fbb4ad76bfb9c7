package org.dgm4j.display.view.live;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dgm4j.base.NumberText;
import org.dgm4j.display.View;
import org.dgm4j.display.chart.Axis;
import org.dgm4j.display.chart.Chart;
import org.dgm4j.display.chart.Series;
import org.dgm4j.display.component.Captioned;
import org.dgm4j.display.component.ChartView;
import org.dgm4j.model.Objective;
import org.dgm4j.training.CurvePoint;
import org.dgm4j.training.Epoch;
import org.dgm4j.training.Progress;
import org.dgm4j.training.TrainingOptions;
import org.dgm4j.training.TrainingRun;

/** Training as a curve of nats against epochs: while it runs, and when it has ended. */
public final class TrainingView {

  private TrainingView() {}

  /** The numbers of a running training. */
  static String status(Progress progress) {
    return NumberText.format(
        "%s · %,.0f examples/s%s",
        nats(
            progress.objective(),
            progress.trainNats(),
            progress.history(),
            progress.parts(),
            progress.curve()),
        progress.examplesPerSecond(),
        progress.warning().map(text -> " · " + text).orElse(""));
  }

  /** The curve of a running training so far. */
  public static View curve(Progress progress) {
    return ProgressView.small(
        chart("", progress.objective(), progress.curve(), progress.parts(), progress.history()));
  }

  /** A training that has ended: how, and the whole curve. */
  public static View of(TrainingRun run) {
    String title = run.model().type() + " on " + run.data();
    return new Captioned(
        summary(run),
        ChartView.of(
            chart(
                title,
                run.model().objectiveKind(),
                run.curve(),
                run.model().parts(),
                run.epochs())));
  }

  private static String summary(TrainingRun run) {
    return "%s %s.".formatted(ending(run), steps(run.settings()));
  }

  /** How the steps were taken: "By adam, learning rate 0.01 → 0.0001, batches of 20". */
  private static String steps(Map<String, String> settings) {
    return "By %s%s%s%s, batches of %s"
        .formatted(
            settings.get(TrainingOptions.OPTIMIZER),
            number(", learning rate ", settings.get(TrainingOptions.LEARNING_RATE)),
            number(" → ", settings.get(TrainingOptions.FINAL_LEARNING_RATE)),
            number(", momentum ", settings.get(TrainingOptions.MOMENTUM)),
            settings.get(TrainingOptions.BATCH_SIZE));
  }

  private static String number(String before, String setting) {
    return setting == null ? "" : before + NumberText.number(Float.parseFloat(setting));
  }

  private static String ending(TrainingRun run) {
    if (run.epochs().isEmpty()) {
      return run.message();
    }
    Epoch last = run.epochs().get(run.epochs().size() - 1);
    return NumberText.format(
        "%s Epoch %d: %s · %s.",
        run.message(),
        last.number(),
        nats(
            run.model().objectiveKind(),
            last.trainNats(),
            run.epochs(),
            run.model().parts(),
            run.curve()),
        NumberText.time(last.seconds()));
  }

  /** How well the model does by now; in a game, what each player loses. */
  private static String nats(
      Objective objective,
      double trainNats,
      List<Epoch> epochs,
      List<String> parts,
      List<CurvePoint> curve) {
    if (!objective.judges() && !curve.isEmpty()) {
      List<Double> losses = curve.get(curve.size() - 1).parts();
      return IntStream.range(0, parts.size())
          .mapToObj(
              i ->
                  NumberText.format(
                      "%s’s loss %s", parts.get(i), NumberText.fixed(losses.get(i), 2)))
          .collect(Collectors.joining(" · "));
    }
    String train =
        (objective == Objective.LOWER_BOUND ? "loss " : "")
            + NumberText.fixed(trainNats, 2)
            + " nats";
    double validation =
        epochs.isEmpty() ? Double.NaN : epochs.get(epochs.size() - 1).validationNats();
    return Double.isNaN(validation)
        ? train
        : train + " · validation " + objective.nats(NumberText.fixed(validation, 2)) + " nats";
  }

  private static Chart chart(
      String title,
      Objective objective,
      List<CurvePoint> curve,
      List<String> parts,
      List<Epoch> epochs) {
    List<Series> series = new ArrayList<>();
    if (objective.judges()) {
      series.add(line("training", curve, CurvePoint::epoch, CurvePoint::nats));
    }
    if (epochs.stream().anyMatch(epoch -> !Double.isNaN(epoch.validationNats()))) {
      series.add(line("validation", epochs, Epoch::number, Epoch::validationNats));
    }
    for (int i = 0; i < parts.size(); i++) {
      int part = i;
      series.add(line(parts.get(i), curve, CurvePoint::epoch, point -> point.parts().get(part)));
    }
    Axis loss = Axis.linear(objective.judges() ? "nats per example" : "loss (nats per example)");
    return Chart.of(title, Axis.linear("epoch"), loss).with(series);
  }

  private static <T> Series line(
      String name, List<T> points, ToDoubleFunction<T> x, ToDoubleFunction<T> y) {
    return new Series.Line(
        name, points.stream().mapToDouble(x).toArray(), points.stream().mapToDouble(y).toArray());
  }
}
