package org.dgm4j.experiments;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.dgm4j.base.NumberText;
import org.dgm4j.experiments.Experiment.Column;
import org.dgm4j.training.Training;
import org.dgm4j.training.TrainingReport;
import org.dgm4j.training.TrainingRun;
import tech.tablesaw.api.DateTimeColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * The trainings that were recorded in a folder, of this session, of earlier ones and of other
 * notebooks: the lines of its file {@code experiments.csv} when it was read.
 *
 * <p>A notebook records every training, however it ends, in the folder where it lies. Plain Java
 * does so after {@link #recordAll(String)}.
 */
public final class Experiments {

  private static final String HERE = "";
  private static final String NUMBER = "number";

  private final String file;
  private final List<Experiment> list;
  private final List<Integer> damaged;

  Experiments(String file, List<Experiment> list, List<Integer> damaged) {
    this.file = file;
    this.list = List.copyOf(list);
    this.damaged = List.copyOf(damaged);
  }

  /**
   * The experiments of this notebook's folder.
   *
   * @throws IllegalStateException if its {@code experiments.csv} is another kind of file
   */
  public static Experiments here() {
    return in(HERE);
  }

  /**
   * The experiments of a folder.
   *
   * @throws IllegalStateException if its {@code experiments.csv} is another kind of file
   */
  public static Experiments in(String folder) {
    return ExperimentLog.in(Path.of(folder)).read();
  }

  /**
   * Records each training of this session from now on in a folder; what goes wrong is printed as an
   * error.
   */
  public static void recordAll(String folder) {
    ExperimentLog log = ExperimentLog.in(Path.of(folder));
    Training.recordAll(report -> log.record(report, System.err::println));
  }

  /**
   * Records each training of this session from now on in the working folder.
   *
   * @param complaints is told in a sentence if a training could not be written; it is then kept,
   *     and written with the next one
   */
  public static void recordAll(Consumer<String> complaints) {
    recordAll(complaints, report -> Map.of());
  }

  /**
   * The same for a notebook.
   *
   * @param origin tells of a training that has ended what stands in {@link Column#NOTEBOOK} and
   *     {@link Column#VARIABLE}
   */
  public static void recordAll(
      Consumer<String> complaints, Function<TrainingReport, Map<Column, String>> origin) {
    ExperimentLog log = ExperimentLog.in(Path.of(HERE));
    Training.recordAll(report -> log.record(report, origin.apply(report), complaints));
  }

  /** All of them, the earliest first. */
  public List<Experiment> list() {
    return list;
  }

  /** Where they were read. */
  public String file() {
    return file;
  }

  /** The numbers of the lines that can't be read, and are left out. */
  public List<Integer> damaged() {
    return damaged;
  }

  /** Those with a model of this type, such as {@code nade}. */
  public Experiments model(String type) {
    return where(Column.MODEL, type);
  }

  /** Those on the data set of this name. */
  public Experiments data(String name) {
    return where(Column.DATA, name);
  }

  private Experiments where(Column column, String text) {
    Set<String> known = new TreeSet<>();
    list.forEach(experiment -> known.add(experiment.text(column)));
    if (!known.contains(text)) {
      throw new IllegalArgumentException(
          known.isEmpty()
              ? NumberText.format("No training is recorded in '%s' yet: train a model first", file)
              : NumberText.format(
                  "No training here has the %s '%s': there are %s",
                  column.title(), text, String.join(", ", known)));
    }
    return only(experiment -> experiment.text(column).equals(text));
  }

  private Experiments only(Predicate<Experiment> wanted) {
    return new Experiments(file, list.stream().filter(wanted).toList(), damaged);
  }

  /** The last {@code count} of them; all if there are fewer. */
  public Experiments last(int count) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "The number of trainings must be at least 1, but is " + count + ": try 20");
    }
    return new Experiments(
        file, list.subList(Math.max(0, list.size() - count), list.size()), damaged);
  }

  /**
   * A row for each: its number, its cells but for the curves, and a column for each setting of a
   * model or a training, which is a column of numbers if all its values are.
   */
  public Table table() {
    Table table =
        Table.create(
            "Experiments",
            IntColumn.create(NUMBER, list.stream().mapToInt(Experiment::number).toArray()));
    for (Column column : Column.values()) {
      add(table, column);
    }
    Set<String> known = Set.copyOf(Column.titles());
    for (String title : names(Experiment::cells)) {
      if (!known.contains(title)) {
        table.addColumns(texts(title, experiment -> experiment.cells().get(title)));
      }
    }
    return table;
  }

  private void add(Table table, Column column) {
    String title = column.title();
    switch (column.kind()) {
      case TIME ->
          table.addColumns(
              DateTimeColumn.create(title, list.stream().map(e -> e.time().toLocalDateTime())));
      case WHOLE ->
          table.addColumns(
              list.stream()
                  .map(e -> e.text(column))
                  .collect(() -> LongColumn.create(title), LongColumn::appendCell, (a, b) -> {}));
      case NUMBER -> table.addColumns(numbers(title, experiment -> experiment.number(column)));
      case SETTINGS -> {
        for (String name : names(experiment -> experiment.settings(column))) {
          boolean taken = Column.titles().contains(name) || table.containsColumn(name);
          String unique = taken ? title + " " + name : name;
          Function<Experiment, String> value = e -> e.settings(column).get(name);
          boolean numeric = list.stream().map(value).allMatch(Experiments::isNumber);
          table.addColumns(
              numeric
                  ? numbers(
                      unique,
                      e -> value.apply(e) == null ? Double.NaN : Double.parseDouble(value.apply(e)))
                  : texts(unique, value));
        }
      }
      case TEXT -> table.addColumns(texts(title, experiment -> experiment.text(column)));
      case CURVE -> {}
    }
  }

  private static boolean isNumber(String text) {
    return text == null || text.matches("-?\\d+(\\.\\d+)?([Ee]-?\\d+)?");
  }

  private Set<String> names(Function<Experiment, Map<String, String>> cells) {
    return list.stream()
        .flatMap(experiment -> cells.apply(experiment).keySet().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private DoubleColumn numbers(String title, ToDoubleFunction<Experiment> value) {
    return DoubleColumn.create(title, list.stream().mapToDouble(value));
  }

  private StringColumn texts(String title, Function<Experiment, String> value) {
    return StringColumn.create(
        title, list.stream().map(value).map(text -> text == null ? "" : text));
  }

  /** The validation curves of these; a game has none. */
  public LearningCurves comparison() {
    return LearningCurves.ofRecorded(list);
  }

  /** Lays the validation curves of all trainings of this notebook's folder over one another. */
  public static LearningCurves compare() {
    return here().comparison();
  }

  /**
   * Lays the validation curves of trainings of this notebook's folder over one another.
   *
   * @param numbers as {@code %experiments} shows them
   * @throws IllegalArgumentException if there is no training with one of the numbers
   */
  public static LearningCurves compare(int... numbers) {
    Experiments all = here();
    List<Experiment> chosen = new ArrayList<>();
    for (int number : numbers) {
      chosen.add(
          all.list.stream()
              .filter(experiment -> experiment.number() == number)
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          NumberText.format(
                              "There is no training with the number %d in '%s': %%experiments shows the numbers",
                              number, all.file))));
    }
    return new Experiments(all.file, chosen, all.damaged).comparison();
  }

  /** Lays the validation curves of runs over one another; a game has none. */
  public static LearningCurves compare(TrainingRun... runs) {
    return LearningCurves.of(runs);
  }

  @Override
  public String toString() {
    return table().printAll();
  }
}
