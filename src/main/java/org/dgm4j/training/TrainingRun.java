package org.dgm4j.training;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.dgm4j.model.NeuralModel;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/**
 * A training that has ended.
 *
 * @param model the trained model
 * @param data the name of the data set
 * @param settings how it was trained: optimizer, batch size, seed…
 * @param epochs every epoch that was finished
 * @param curve the training objective, batch by batch, thinned
 * @param outcome how it ended
 * @param message the same in one sentence
 */
public record TrainingRun(
    NeuralModel model,
    String data,
    Map<String, String> settings,
    List<Epoch> epochs,
    List<CurvePoint> curve,
    Outcome outcome,
    String message) {

  private static final DecimalFormatSymbols ROOT_SYMBOLS =
      DecimalFormatSymbols.getInstance(Locale.ROOT);

  /** How a training can end. */
  public enum Outcome {
    COMPLETED,
    STOPPED_EARLY,
    INTERRUPTED,
    DIVERGED
  }

  public TrainingRun {
    settings = Map.copyOf(settings);
    epochs = List.copyOf(epochs);
    curve = List.copyOf(curve);
  }

  /** One row an epoch: number, seconds, nats of training and validation. */
  public Table history() {
    return Table.create(
        "History of " + model.type() + " on " + data,
        IntColumn.create("epoch", epochs.stream().mapToInt(Epoch::number).toArray()),
        column("seconds", Epoch::seconds),
        column("train nats", Epoch::trainNats),
        column("validation nats", Epoch::validationNats));
  }

  private DoubleColumn column(String name, ToDoubleFunction<Epoch> value) {
    DoubleColumn column = DoubleColumn.create(name, epochs.stream().mapToDouble(value));
    column.setPrintFormatter(new DecimalFormat("0.00", ROOT_SYMBOLS), "");
    return column;
  }

  @Override
  public String toString() {
    return message + "\n" + history().printAll();
  }
}
