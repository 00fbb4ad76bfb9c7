package org.dgm4j.magic.command;

import java.util.Set;
import java.util.stream.Collectors;
import org.dgm4j.base.Suggestion;
import org.dgm4j.display.view.evaluation.ExperimentsView;
import org.dgm4j.display.view.evaluation.LearningCurvesView;
import org.dgm4j.experiments.Experiment;
import org.dgm4j.experiments.Experiments;
import org.dgm4j.experiments.LearningCurves;
import org.dgm4j.magic.notebook.Notebook;
import org.dgm4j.magic.notebook.UserError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    description =
        "Shows the trainings of this folder, earlier ones as well, as a table that a click on a"
            + " heading sorts, in what they differ first; returns the table.")
public final class ExperimentsMagic extends Magic {

  private static final int MOST_COMPARED = 20;

  @Option(names = "--model", paramLabel = "TYPE", description = "Those with such a model, as nade.")
  private String model;

  @Option(
      names = "--data",
      paramLabel = "NAME",
      description = "Those on this data set, as drawn-digits.")
  private String data;

  @Option(names = "--last", paramLabel = "N", description = "The last N of them.")
  private Integer last;

  @Option(
      names = "--compare",
      description =
          "Lays the validation curves of those on the same data over one another, in place of the table.")
  private boolean compare;

  @Override
  public Outcome run(Notebook notebook) {
    Experiments experiments = Experiments.here();
    if (model != null) {
      suggest(experiments, Experiment.Column.MODEL, model);
      experiments = experiments.model(model);
    }
    if (data != null) {
      suggest(experiments, Experiment.Column.DATA, data);
      experiments = experiments.data(data);
    }
    if (last != null) {
      experiments = experiments.last(last);
    }
    int count = experiments.list().size();
    if (compare && count > MOST_COMPARED) {
      throw new UserError(
          "--compare draws at most %d curves, but these are %d trainings: add --last %d"
              .formatted(MOST_COMPARED, count, MOST_COMPARED));
    }
    LearningCurves comparison = experiments.comparison();
    return Outcome.of(
        experiments.table(),
        compare && !comparison.curves().isEmpty()
            ? LearningCurvesView.of(comparison)
            : ExperimentsView.of(experiments));
  }

  /** Names the nearest text of a column, if there is one and not this word itself. */
  private static void suggest(Experiments experiments, Experiment.Column column, String word) {
    Set<String> known =
        experiments.list().stream().map(e -> e.text(column)).collect(Collectors.toSet());
    Suggestion.of(word, known)
        .filter(nearest -> !nearest.equals(word))
        .ifPresent(
            nearest -> {
              throw new UserError(
                  "No training here has the %s '%s': did you mean %s?"
                      .formatted(column.title(), word, nearest));
            });
  }
}
