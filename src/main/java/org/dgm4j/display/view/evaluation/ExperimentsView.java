package org.dgm4j.display.view.evaluation;

import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.dgm4j.base.NumberText;
import org.dgm4j.display.View;
import org.dgm4j.display.component.Captioned;
import org.dgm4j.display.component.Folded;
import org.dgm4j.display.component.SortableTable;
import org.dgm4j.display.component.TableView;
import org.dgm4j.experiments.Differences;
import org.dgm4j.experiments.Experiment;
import org.dgm4j.experiments.Experiment.Column;
import org.dgm4j.experiments.Experiments;
import org.dgm4j.model.Objective;

/** Recorded trainings as a table that can be sorted. */
public final class ExperimentsView {

  private static final int MOST_ROWS = 100; // several screens; sorting stays quick
  private static final int FINGERPRINT = 6; // 16⁶ tell 16.7 million data sets apart
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

  /** More columns of their own than this would push the results out of sight. */
  private static final int MOST_DIFFERING = 6;

  private ExperimentsView() {}

  /**
   * A row a training, the last hundred of them: in what they differ, and what came of it; what is
   * the same in all stands above, and all that is recorded can be folded out.
   */
  public static View of(Experiments experiments) {
    Experiments shown = experiments.last(MOST_ROWS);
    List<Experiment> list = shown.list();
    List<Map<String, String>> settings = list.stream().map(ExperimentsView::settings).toList();
    Set<String> differing = Differences.of(list.stream().map(ExperimentsView::features).toList());
    differing.removeAll(List.of(Column.MODEL.title(), Column.DATA.title()));
    Map<String, Function<Experiment, String>> columns = new LinkedHashMap<>();
    columns.put("#", experiment -> Integer.toString(experiment.number()));
    identity(columns, list);
    if (differing.size() <= MOST_DIFFERING) {
      for (String name : differing) {
        columns.put(
            name.replace('-', ' '), e -> Experiment.plain(settings(e).getOrDefault(name, "")));
      }
    } else {
      columns.put("what differs", e -> described(settings(e), differing::contains));
    }
    results(columns, list);
    TableView table = table(columns, list, note(experiments, list.size()));
    View view = new SortableTable(table);
    if (list.isEmpty()) {
      return view;
    }
    String same = same(list, settings);
    return new Folded(
        same.isEmpty() ? view : new Captioned(same, view),
        "All that is recorded",
        new SortableTable(table(everything(), list, "")));
  }

  /** A table without the columns in which nothing stands. */
  private static TableView table(
      Map<String, Function<Experiment, String>> columns, List<Experiment> list, String note) {
    if (!list.isEmpty()) {
      columns.values().removeIf(column -> list.stream().allMatch(e -> column.apply(e).isEmpty()));
    }
    List<List<String>> rows =
        list.stream()
            .map(experiment -> columns.values().stream().map(c -> c.apply(experiment)).toList())
            .toList();
    return new TableView(List.copyOf(columns.keySet()), rows, note);
  }

  /** Model and data, where they differ or there is nothing to compare with. */
  private static void identity(
      Map<String, Function<Experiment, String>> columns, List<Experiment> list) {
    if (list.size() < 2 || differ(list, e -> e.text(Column.MODEL))) {
      columns.put("model", e -> e.text(Column.MODEL));
    }
    if (list.size() < 2 || differ(list, ExperimentsView::data)) {
      columns.put("data", ExperimentsView::data);
    }
  }

  private static void results(
      Map<String, Function<Experiment, String>> columns, List<Experiment> list) {
    columns.put("train", e -> isNoBound(e) ? "" : nats(e, Column.TRAIN_NATS));
    columns.put("validation", e -> nats(e, Column.VALIDATION_NATS));
    columns.put("test", e -> nats(e, Column.TEST_NATS));
    columns.put("epochs", e -> decimals(e, Column.EPOCHS, 0));
    columns.put("seconds", e -> decimals(e, Column.SECONDS, 1));
    columns.put("outcome", e -> e.text(Column.OUTCOME));
    for (Column column : List.of(Column.NOTEBOOK, Column.VARIABLE)) {
      if (list.stream().anyMatch(e -> !e.text(column).isEmpty())) {
        columns.put(column.title(), e -> e.text(column));
      }
    }
  }

  private static Map<String, Function<Experiment, String>> everything() {
    Map<String, Function<Experiment, String>> columns = new LinkedHashMap<>();
    columns.put("#", e -> Integer.toString(e.number()));
    columns.put("model", e -> e.text(Column.MODEL));
    columns.put("data", ExperimentsView::data);
    columns.put("parameters", e -> decimals(e, Column.PARAMETERS, 0));
    columns.put("settings", e -> described(e.settings(Column.SETTINGS), name -> true));
    columns.put("training", e -> described(e.settings(Column.TRAINING), name -> true));
    columns.put("seed", e -> e.text(Column.SEED));
    columns.put("device", e -> e.text(Column.DEVICE));
    columns.put("started", e -> e.time().format(TIME));
    columns.put("notebook", e -> e.text(Column.NOTEBOOK));
    columns.put("variable", e -> e.text(Column.VARIABLE));
    return columns;
  }

  /** All that was chosen: the settings of model and training, and the seed. */
  private static Map<String, String> settings(Experiment experiment) {
    Map<String, String> settings = new TreeMap<>(experiment.settings(Column.SETTINGS));
    experiment.settings(Column.TRAINING).forEach(settings::put);
    settings.put(Column.SEED.title(), experiment.text(Column.SEED));
    return settings;
  }

  private static Map<String, String> features(Experiment experiment) {
    Map<String, String> features = settings(experiment);
    features.put(Column.MODEL.title(), experiment.text(Column.MODEL));
    features.put(Column.DATA.title(), data(experiment));
    return features;
  }

  private static boolean differ(List<Experiment> list, Function<Experiment, String> feature) {
    return list.stream().map(feature).distinct().count() > 1;
  }

  /** What is the same in all of several, in a sentence. */
  private static String same(List<Experiment> list, List<Map<String, String>> settings) {
    List<String> same = new ArrayList<>();
    Experiment first = list.get(0);
    if (list.size() > 1 && !differ(list, e -> e.text(Column.MODEL))) {
      same.add("model " + first.text(Column.MODEL));
    }
    if (list.size() > 1 && !differ(list, ExperimentsView::data)) {
      same.add("data " + data(first));
    }
    Map<String, String> common = new TreeMap<>(settings.get(0));
    settings.forEach(own -> common.entrySet().retainAll(own.entrySet()));
    common.keySet().removeAll(List.of(Column.SEED.title(), Column.EPOCHS.title()));
    if (!common.isEmpty()) {
      same.add(described(common, name -> true));
    }
    return same.isEmpty()
        ? ""
        : (list.size() == 1 ? "Trained with " : "The same in all: ")
            + String.join(", ", same)
            + ".";
  }

  private static String data(Experiment experiment) {
    String print = experiment.text(Column.FINGERPRINT);
    return (experiment.text(Column.DATA)
            + " "
            + print.substring(0, Math.min(FINGERPRINT, print.length())))
        .strip();
  }

  private static String note(Experiments experiments, int shown) {
    if (experiments.list().isEmpty() && experiments.damaged().isEmpty()) {
      return "No training is recorded here yet: train a model, for example with %train.";
    }
    List<String> sentences = new ArrayList<>();
    int count = experiments.list().size();
    if (shown < count) {
      sentences.add(NumberText.format("The last %d of %,d trainings.", shown, count));
    }
    sentences.add("Train, validation and test: nats per example (smaller is better).");
    if (experiments.list().stream().anyMatch(e -> e.objective() == Objective.LOWER_BOUND)) {
      sentences.add("After ≤ stands a bound: the model itself may be better.");
    }
    if (experiments.list().stream().anyMatch(e -> !e.objective().judges())) {
      sentences.add("An implicit model has no likelihood.");
    }
    sentences.add("The data's name is followed by the fingerprint of the training examples.");
    if (!experiments.damaged().isEmpty()) {
      sentences.add(
          NumberText.format(
              "Left out, as they can't be read: %s %s of '%s'.",
              experiments.damaged().size() == 1 ? "line" : "lines",
              experiments.damaged().stream().map(String::valueOf).collect(Collectors.joining(", ")),
              experiments.file()));
    }
    return String.join(" ", sentences);
  }

  private static String nats(Experiment experiment, Column column) {
    String number = decimals(experiment, column, 2);
    return number.isEmpty() ? "" : experiment.objective().nats(number);
  }

  /** With β &lt; 1 a VAE trains on something that is no bound. */
  private static boolean isNoBound(Experiment experiment) {
    String beta = experiment.settings(Column.SETTINGS).getOrDefault("beta", "1");
    try {
      return experiment.objective() == Objective.LOWER_BOUND && Double.parseDouble(beta) < 1;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static String described(Map<String, String> settings, Predicate<String> wanted) {
    return settings.entrySet().stream()
        .filter(setting -> wanted.test(setting.getKey()))
        .map(ExperimentsView::setting)
        .collect(Collectors.joining(", "));
  }

  private static String setting(Map.Entry<String, String> setting) {
    return setting.getKey().equals("optimizer")
        ? setting.getValue()
        : setting.getKey().replace('-', ' ') + " " + Experiment.plain(setting.getValue());
  }

  private static String decimals(Experiment experiment, Column column, int decimals) {
    double value = experiment.number(column);
    return Double.isNaN(value) ? "" : NumberText.format("%,." + decimals + "f", value);
  }
}
