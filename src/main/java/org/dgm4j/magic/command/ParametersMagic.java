package org.dgm4j.magic.command;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.Collectors;
import org.dgm4j.display.View;
import org.dgm4j.display.component.Captioned;
import org.dgm4j.display.view.probability.FactorizationView;
import org.dgm4j.magic.notebook.Notebook;
import org.dgm4j.magic.notebook.UserError;
import org.dgm4j.probability.joint.Factorization;
import org.dgm4j.probability.joint.Variable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    description =
        "Counts the free parameters of a joint distribution, and what structure saves; returns the"
            + " number for the full joint.")
public final class ParametersMagic extends Magic {

  private static final int MOST_VARIABLES = 100_000;

  @Option(names = "--variables", paramLabel = "N", description = "How many variables.")
  private Integer variables;

  @Option(
      names = "--states",
      paramLabel = "K",
      defaultValue = "2",
      description = "How many states each variable has (${DEFAULT-VALUE}).")
  private int states;

  @Option(names = "--rgb", description = "Red, green and blue of one pixel, 256 states each.")
  private boolean rgb;

  @Option(names = "--digits", description = "Also writes the numbers out in full.")
  private boolean digits;

  @Override
  public Outcome run(Notebook notebook) {
    if (rgb == (variables != null)) {
      throw new UserError(
          "%parameters takes either --variables and --states, as in %parameters --variables 784"
              + " --states 2, or --rgb");
    }
    if (rgb) {
      Variable[] colours = {Variable.of("R", 256), Variable.of("G", 256), Variable.of("B", 256)};
      List<Factorization> kinds =
          List.of(
              Factorization.full(colours),
              Factorization.chainRule(colours),
              Factorization.markov(1, colours),
              Factorization.independent(colours));
      return outcome(kinds, FactorizationView.table(kinds));
    }
    if (variables < 1 || variables > MOST_VARIABLES) {
      throw new UserError(
          "--variables must be from 1 to 100,000, but is " + variables + ": try 784");
    }
    return outcome(
        List.of(
            Factorization.full(variables, states),
            Factorization.chainRule(variables, states),
            Factorization.markov(variables, states),
            Factorization.independent(variables, states)),
        FactorizationView.parameters(variables, states));
  }

  private Outcome outcome(List<Factorization> kinds, View view) {
    BigInteger full = kinds.get(0).parameters();
    String inFull =
        kinds.stream()
            .map(kind -> kind.name() + ": " + kind.parameters())
            .collect(Collectors.joining("\n"));
    return Outcome.of(full, digits ? new Captioned(inFull, view) : view);
  }
}
