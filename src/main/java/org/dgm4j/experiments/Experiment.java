package org.dgm4j.experiments;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.dgm4j.base.NumberText;
import org.dgm4j.data.Fingerprint;
import org.dgm4j.engine.Devices;
import org.dgm4j.engine.MxNet;
import org.dgm4j.model.NeuralModel;
import org.dgm4j.model.Objective;
import org.dgm4j.training.CurvePoint;
import org.dgm4j.training.Epoch;
import org.dgm4j.training.TrainingOptions;
import org.dgm4j.training.TrainingReport;
import org.dgm4j.training.TrainingRun;

/**
 * The record of a training, of this session or an earlier one: a line of a file of experiments.
 *
 * @param number the place of its line in the file, from 1 on
 * @param cells the texts of the line by the names of their columns: those of {@link Column}, and
 *     what a later version may have added
 */
public record Experiment(int number, Map<String, String> cells) {

  private static final int MOST_POINTS = 500; // as many as a chart has columns

  /** What cells of a column hold. */
  public enum Kind {
    TEXT,
    /** With the offset from UTC: 2026-03-01T09:30:00+01:00. */
    TIME,
    WHOLE,
    NUMBER,
    /** Names and values: {@code batch-size=100; epochs=10}. */
    SETTINGS,
    /** Epochs and nats: {@code 1:120.5 2:112.25}. */
    CURVE
  }

  /** The columns that are written, in their order; a cell is empty where nothing is known. */
  public enum Column {
    TIME(Kind.TIME),
    MODEL(Kind.TEXT),
    SETTINGS(Kind.SETTINGS),
    PARAMETERS(Kind.WHOLE),
    DATA(Kind.TEXT),
    /** Of the training examples' shape and values, in their order: equal only if they are. */
    FINGERPRINT(Kind.TEXT),
    EXAMPLES(Kind.WHOLE),
    TRAINING(Kind.SETTINGS),
    SEED(Kind.WHOLE),
    DEVICE(Kind.TEXT),
    DGM4J(Kind.TEXT),
    ENGINE(Kind.TEXT),
    SECONDS(Kind.NUMBER),
    EPOCHS(Kind.WHOLE),
    OUTCOME(Kind.TEXT),
    /** What the nats say about log p(x): an {@link Objective} in lower case. */
    OBJECTIVE(Kind.TEXT),
    /** Of the epoch whose parameters were kept, as the next one; empty for a game. */
    TRAIN_NATS(Kind.NUMBER),
    VALIDATION_NATS(Kind.NUMBER),
    /** See {@link TrainingReport#testNats()}. */
    TEST_NATS(Kind.NUMBER),
    TRAIN_CURVE(Kind.CURVE),
    VALIDATION_CURVE(Kind.CURVE),
    /** The file name of the notebook, where it is known. */
    NOTEBOOK(Kind.TEXT),
    /** The notebook's variable that held the model, where it is known. */
    VARIABLE(Kind.TEXT);

    private final Kind kind;

    Column(Kind kind) {
      this.kind = kind;
    }

    /** What its cells hold. */
    public Kind kind() {
      return kind;
    }

    /** Its name in the file and in tables: "test nats". */
    public String title() {
      return lower(name());
    }

    static List<String> titles() {
      return Arrays.stream(values()).map(Column::title).toList();
    }
  }

  /**
   * @throws IllegalArgumentException if a cell does not hold what its column is for
   */
  public Experiment {
    cells = Collections.unmodifiableMap(new LinkedHashMap<>(cells));
    for (Column column : Column.values()) {
      String cell = cells.getOrDefault(column.title(), "");
      if (!cell.isEmpty() || column == Column.TIME) {
        try {
          parse(column.kind(), cell);
        } catch (RuntimeException e) {
          throw new IllegalArgumentException(
              NumberText.format("'%s' is no %s", cell, lower(column.kind().name())), e);
        }
      }
    }
  }

  private static Object parse(Kind kind, String cell) {
    return switch (kind) {
      case TEXT -> cell;
      case TIME -> OffsetDateTime.parse(cell);
      case WHOLE -> Long.parseLong(cell);
      case NUMBER -> Double.parseDouble(cell);
      case SETTINGS -> settings(cell);
      case CURVE -> curve(cell);
    };
  }

  /** The cells that tell of a training. */
  static Map<String, String> cells(TrainingReport report) {
    TrainingRun run = report.run();
    NeuralModel model = run.model();
    Map<Column, String> cells = new LinkedHashMap<>();
    cells.put(
        Column.TIME,
        report
            .began()
            .truncatedTo(ChronoUnit.SECONDS)
            .atZone(ZoneId.systemDefault())
            .toOffsetDateTime()
            .toString());
    cells.put(Column.MODEL, model.type());
    cells.put(Column.SETTINGS, text(model.settings()));
    cells.put(Column.PARAMETERS, Long.toString(model.parameterCount()));
    cells.put(Column.DATA, run.data());
    cells.put(Column.FINGERPRINT, Fingerprint.of(report.train()));
    cells.put(Column.EXAMPLES, Integer.toString(report.train().count()));
    SortedMap<String, String> training = new TreeMap<>(run.settings());
    cells.put(Column.SEED, training.remove(TrainingOptions.SEED));
    cells.put(Column.TRAINING, text(training));
    cells.put(Column.DEVICE, Devices.name(model.djlModel().getNDManager().getDevice()));
    String version = Experiment.class.getPackage().getImplementationVersion();
    cells.put(Column.DGM4J, version == null ? "built here" : version);
    cells.put(Column.ENGINE, "MXNet " + MxNet.engine().getVersion());
    cells.put(Column.SECONDS, number(report.seconds()));
    cells.put(Column.EPOCHS, Integer.toString(run.epochs().size()));
    cells.put(Column.OUTCOME, lower(run.outcome().name()));
    cells.put(Column.OBJECTIVE, lower(model.objectiveKind().name()));
    if (model.objectiveKind().judges()) {
      cells.put(Column.TRAIN_NATS, number(report.kept().map(Epoch::trainNats).orElse(Double.NaN)));
      cells.put(
          Column.VALIDATION_NATS,
          number(report.kept().map(Epoch::validationNats).orElse(Double.NaN)));
      cells.put(Column.TEST_NATS, number(report.testNats()));
      cells.put(Column.TRAIN_CURVE, curve(run.epochs(), Epoch::trainNats));
      cells.put(Column.VALIDATION_CURVE, curve(run.epochs(), Epoch::validationNats));
    }
    Map<String, String> byTitle = new LinkedHashMap<>();
    cells.forEach((column, cell) -> byTitle.put(column.title(), cell));
    return byTitle;
  }

  /** A cell's text; empty where nothing is known. */
  public String text(Column column) {
    return cells.getOrDefault(column.title(), "");
  }

  /** A cell's number; NaN where none is known. */
  public double number(Column column) {
    String cell = text(column);
    return cell.isEmpty() ? Double.NaN : Double.parseDouble(cell);
  }

  /** What the nats say about log p(x). */
  public Objective objective() {
    String cell = text(Column.OBJECTIVE);
    return Arrays.stream(Objective.values())
        .filter(objective -> lower(objective.name()).equals(cell))
        .findFirst()
        .orElse(Objective.LOG_PROBABILITY);
  }

  /** When the training was started, with the offset from UTC at that place. */
  public OffsetDateTime time() {
    return OffsetDateTime.parse(text(Column.TIME));
  }

  /** The names and values in a cell. */
  public SortedMap<String, String> settings(Column column) {
    return settings(text(column));
  }

  /** The points of the curve in a cell, at most 500. */
  public List<CurvePoint> curve(Column column) {
    return curve(text(column));
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String number(double value) {
    return Double.isFinite(value) ? Double.toString(Math.round(value * 1e4) / 1e4) : "";
  }

  /** The value of a setting as people write it: 0.0001, where Java writes 1.0E-4. */
  public static String plain(String value) {
    if (!value.matches("-?\\d+(\\.\\d+)?E-?\\d{1,2}")) {
      return value;
    }
    return new BigDecimal(value).stripTrailingZeros().toPlainString();
  }

  private static String text(SortedMap<String, String> settings) {
    return settings.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining("; "));
  }

  private static SortedMap<String, String> settings(String cell) {
    SortedMap<String, String> settings = new TreeMap<>();
    if (!cell.isBlank()) {
      for (String entry : cell.split("; ")) {
        int equals = entry.indexOf('=');
        settings.put(entry.substring(0, equals), entry.substring(equals + 1));
      }
    }
    return settings;
  }

  private static String curve(List<Epoch> epochs, ToDoubleFunction<Epoch> nats) {
    int every = Math.max(1, (epochs.size() + MOST_POINTS - 1) / MOST_POINTS);
    return epochs.stream()
        .filter(epoch -> (epochs.size() - epoch.number()) % every == 0)
        .filter(epoch -> Double.isFinite(nats.applyAsDouble(epoch)))
        .map(epoch -> epoch.number() + ":" + number(nats.applyAsDouble(epoch)))
        .collect(Collectors.joining(" "));
  }

  private static List<CurvePoint> curve(String cell) {
    List<CurvePoint> points = new ArrayList<>();
    if (!cell.isBlank()) {
      for (String point : cell.split(" ")) {
        int colon = point.indexOf(':');
        points.add(
            new CurvePoint(
                Double.parseDouble(point.substring(0, colon)),
                Double.parseDouble(point.substring(colon + 1))));
      }
    }
    return points;
  }
}
