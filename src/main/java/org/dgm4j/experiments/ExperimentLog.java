package org.dgm4j.experiments;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.dgm4j.base.SessionValue;
import org.dgm4j.experiments.Experiment.Column;
import org.dgm4j.training.TrainingReport;

/** The experiments of a folder: its file, and what a session could not write to it yet. */
final class ExperimentLog {

  private static final String FILE = "experiments.csv";
  private static final List<String> ESSENTIAL =
      List.of(Column.TIME.title(), Column.MODEL.title(), Column.DATA.title());
  private static final SessionValue<Map<Path, ExperimentLog>> LOGS =
      SessionValue.of(ConcurrentHashMap::new);

  private final ExperimentFile file;
  private final List<Map<String, String>> unwritten = new ArrayList<>();
  private String complaint = "";

  private ExperimentLog(Path folder) {
    file = new ExperimentFile(folder.resolve(FILE), Column.titles(), ESSENTIAL);
  }

  static ExperimentLog in(Path folder) {
    return LOGS.get().computeIfAbsent(folder.toAbsolutePath().normalize(), ExperimentLog::new);
  }

  /** Writes a line, or keeps it until the file can be written; says so once. */
  void record(TrainingReport report, Consumer<String> complaints) {
    record(report, Map.of(), complaints);
  }

  /** The same with cells that the training does not know of. */
  synchronized void record(
      TrainingReport report, Map<Column, String> origin, Consumer<String> complaints) {
    Map<String, String> cells = new LinkedHashMap<>(Experiment.cells(report));
    origin.forEach((column, cell) -> cells.put(column.title(), cell));
    unwritten.add(cells);
    try {
      write();
      complaint = "";
    } catch (IllegalStateException | UncheckedIOException e) {
      if (!complaint.equals(e.getMessage())) {
        complaint = e.getMessage();
        complaints.accept(
            "This training is recorded in this session only: " + e.getMessage() + ".");
      }
    }
  }

  private void write() {
    if (!unwritten.isEmpty()) {
      file.append(unwritten);
      unwritten.clear();
    }
  }

  /** All lines, and then what is not written yet. */
  synchronized Experiments read() {
    try {
      write();
    } catch (UncheckedIOException e) {
      // What can't be written is shown all the same.
    }
    List<ExperimentFile.Line> lines = new ArrayList<>(file.read());
    for (Map<String, String> cells : unwritten) {
      lines.add(new ExperimentFile.Line(lines.size() + 1, cells));
    }
    List<Experiment> experiments = new ArrayList<>();
    List<Integer> damaged = new ArrayList<>();
    for (ExperimentFile.Line line : lines) {
      try {
        experiments.add(new Experiment(line.number(), line.cells()));
      } catch (IllegalArgumentException | NullPointerException e) {
        damaged.add(line.number());
      }
    }
    return new Experiments(file.toString(), experiments, damaged);
  }
}
