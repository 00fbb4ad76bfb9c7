package org.dgm4j.magic;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.CauchyDistribution;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.ExponentialDistribution;
import org.apache.commons.statistics.distribution.GammaDistribution;
import org.apache.commons.statistics.distribution.GeometricDistribution;
import org.apache.commons.statistics.distribution.LaplaceDistribution;
import org.apache.commons.statistics.distribution.LogNormalDistribution;
import org.apache.commons.statistics.distribution.LogisticDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.PoissonDistribution;
import org.apache.commons.statistics.distribution.TDistribution;
import org.apache.commons.statistics.distribution.UniformContinuousDistribution;
import org.apache.commons.statistics.distribution.UniformDiscreteDistribution;
import org.apache.commons.statistics.distribution.WeibullDistribution;
import org.dgm4j.base.ProgressTask;
import org.dgm4j.base.Suggestion;
import org.dgm4j.data.Dataset;
import org.dgm4j.data.Mask;
import org.dgm4j.data.Ordering;
import org.dgm4j.data.Samples;
import org.dgm4j.data.registry.Datasets;
import org.dgm4j.display.View;
import org.dgm4j.display.component.GuideView;
import org.dgm4j.display.component.HelpView;
import org.dgm4j.display.registry.Views;
import org.dgm4j.evaluation.AnomalyDetection;
import org.dgm4j.evaluation.Comparison;
import org.dgm4j.evaluation.Likelihood;
import org.dgm4j.evaluation.LinearProbe;
import org.dgm4j.evaluation.PrincipalComponents;
import org.dgm4j.evaluation.Roc;
import org.dgm4j.evaluation.latent.Latent;
import org.dgm4j.experiments.Experiment;
import org.dgm4j.experiments.Experiments;
import org.dgm4j.magic.command.AnomalyMagic;
import org.dgm4j.magic.command.CompareMagic;
import org.dgm4j.magic.command.DatasetMagic;
import org.dgm4j.magic.command.DensityMagic;
import org.dgm4j.magic.command.DeviceMagic;
import org.dgm4j.magic.command.DgmMagic;
import org.dgm4j.magic.command.DistMagic;
import org.dgm4j.magic.command.ExperimentsMagic;
import org.dgm4j.magic.command.Magic;
import org.dgm4j.magic.command.ParametersMagic;
import org.dgm4j.magic.command.PlotsMagic;
import org.dgm4j.magic.command.SamplesMagic;
import org.dgm4j.magic.command.SaveMagic;
import org.dgm4j.magic.command.SeedMagic;
import org.dgm4j.magic.command.ShowMagic;
import org.dgm4j.magic.command.TrainMagic;
import org.dgm4j.magic.notebook.LiveOutput;
import org.dgm4j.magic.notebook.Notebook;
import org.dgm4j.magic.notebook.UserError;
import org.dgm4j.model.DensityModel;
import org.dgm4j.model.EvidenceLowerBound;
import org.dgm4j.model.FactorizedModel;
import org.dgm4j.model.GenerativeModel;
import org.dgm4j.model.LatentVariableModel;
import org.dgm4j.model.adversarial.Gan;
import org.dgm4j.model.autoregressive.AutoRegressive;
import org.dgm4j.model.autoregressive.GaussianAutoRegressive;
import org.dgm4j.model.autoregressive.Nade;
import org.dgm4j.model.autoregressive.Rnade;
import org.dgm4j.model.pixelrnn.PixelRnn;
import org.dgm4j.model.registry.Models;
import org.dgm4j.model.variational.Vae;
import org.dgm4j.probability.Bernoulli;
import org.dgm4j.probability.Categorical;
import org.dgm4j.probability.Draws;
import org.dgm4j.probability.Empirical;
import org.dgm4j.probability.GaussianMixture;
import org.dgm4j.probability.Independent;
import org.dgm4j.probability.MultivariateNormal;
import org.dgm4j.probability.Normal;
import org.dgm4j.probability.divergence.Divergence;
import org.dgm4j.probability.joint.Conditional;
import org.dgm4j.probability.joint.Factorization;
import org.dgm4j.probability.joint.JointTable;
import org.dgm4j.probability.joint.Variable;
import org.dgm4j.probability.variational.TargetDensity;
import org.dgm4j.probability.variational.VariationalComparison;
import org.dgm4j.probability.variational.VariationalFit;
import org.dgm4j.probability.variational.VariationalInference;
import org.dgm4j.training.Optimizers;
import org.dgm4j.training.Training;
import org.dgm4j.training.TrainingReport;
import org.dgm4j.training.TrainingRun;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The magics of this plugin, for any kernel. */
public final class Magics {

  private static final Map<String, Known> MAGICS = new LinkedHashMap<>();

  /**
   * A magic of this plugin.
   *
   * @param example arguments that it takes
   */
  private record Known(Supplier<Magic> make, String example) {}

  static {
    MAGICS.put("dgm", new Known(() -> new DgmMagic(Magics::guide), "doctor"));
    MAGICS.put("seed", new Known(SeedMagic::new, "42"));
    MAGICS.put("device", new Known(DeviceMagic::new, "cpu"));
    MAGICS.put("dist", new Known(DistMagic::new, "normal 0 1"));
    MAGICS.put("parameters", new Known(ParametersMagic::new, "--variables 784 --states 2"));
    MAGICS.put("dataset", new Known(DatasetMagic::new, "drawn-digits"));
    MAGICS.put("train", new Known(TrainMagic::new, "nade digits --epochs 10"));
    MAGICS.put("samples", new Known(SamplesMagic::new, "nade 64"));
    MAGICS.put("density", new Known(DensityMagic::new, "nade --data digits.test()"));
    MAGICS.put(
        "anomaly",
        new Known(AnomalyMagic::new, "nade --normal digits.test() --abnormal others.test()"));
    MAGICS.put("compare", new Known(CompareMagic::new, "nade ar vae gan --data digits"));
    MAGICS.put("plots", new Known(PlotsMagic::new, "static"));
    MAGICS.put("show", new Known(ShowMagic::new, "digits.test()"));
    MAGICS.put("save", new Known(SaveMagic::new, "nade models/nade"));
    MAGICS.put("experiments", new Known(ExperimentsMagic::new, "--last 5"));
  }

  private static final List<Class<?>> IMPORTS =
      List.of(
          Bernoulli.class,
          Categorical.class,
          Conditional.class,
          Divergence.class,
          Draws.class,
          Empirical.class,
          Factorization.class,
          GaussianMixture.class,
          Independent.class,
          JointTable.class,
          MultivariateNormal.class,
          Normal.class,
          TargetDensity.class,
          Variable.class,
          VariationalComparison.class,
          VariationalFit.class,
          VariationalInference.class,
          BetaDistribution.class,
          BinomialDistribution.class,
          CauchyDistribution.class,
          ChiSquaredDistribution.class,
          ExponentialDistribution.class,
          GammaDistribution.class,
          GeometricDistribution.class,
          LaplaceDistribution.class,
          LogNormalDistribution.class,
          LogisticDistribution.class,
          NormalDistribution.class,
          PoissonDistribution.class,
          TDistribution.class,
          UniformContinuousDistribution.class,
          UniformDiscreteDistribution.class,
          WeibullDistribution.class,
          Dataset.class,
          Datasets.class,
          Mask.class,
          Ordering.class,
          Samples.class,
          DensityModel.class,
          GenerativeModel.class,
          LatentVariableModel.class,
          EvidenceLowerBound.class,
          FactorizedModel.class,
          Models.class,
          AutoRegressive.class,
          GaussianAutoRegressive.class,
          Gan.class,
          Nade.class,
          PixelRnn.class,
          Rnade.class,
          Vae.class,
          Optimizers.class,
          Training.class,
          TrainingRun.class,
          Experiments.class,
          AnomalyDetection.class,
          Comparison.class,
          Latent.class,
          Likelihood.class,
          LinearProbe.class,
          PrincipalComponents.class,
          Roc.class);

  private Magics() {}

  /** Makes a notebook the one in which magics are called and long work is shown. */
  public static void install(Notebook notebook) {
    MagicCalls.in(notebook);
    ProgressTask.observeAll(() -> new LiveOutput(notebook));
    Experiments.recordAll(
        complaint -> notebook.display(View.text(complaint)), report -> origin(report, notebook));
  }

  /** An interrupted cell has ended already, and nothing can be evaluated in it. */
  private static Map<Experiment.Column, String> origin(TrainingReport report, Notebook notebook) {
    String variable = report.variable();
    if (variable.isEmpty() && LiveOutput.hasShown(report.run())) {
      variable = notebook.variableOf(report.run().model());
    }
    return Map.of(
        Experiment.Column.NOTEBOOK, notebook.name(), Experiment.Column.VARIABLE, variable);
  }

  /**
   * How a value at the end of a cell is shown: by its view, or in a line if the cell has shown it
   * already at the end of the work that it comes from.
   */
  public static View result(Object value) {
    return LiveOutput.hasShown(value) ? View.text("shown above") : Views.of(value).orElseThrow();
  }

  /** The names of the classes that a notebook can use without an import. */
  public static List<String> imports() {
    return IMPORTS.stream().map(Class::getName).toList();
  }

  /** The names, without percent sign, in the order of use. */
  public static List<String> names() {
    return List.copyOf(MAGICS.keySet());
  }

  /** The name that may be meant by one that is not known, if there is a similar one. */
  public static Optional<String> nearest(String name) {
    return Suggestion.of(name, MAGICS.keySet());
  }

  /** One line on what a magic does. */
  public static String about(String name) {
    return String.join(
        " ",
        command(name, MAGICS.get(name).make.get()).getCommandSpec().usageMessage().description());
  }

  /**
   * Runs a magic and shows its result once.
   *
   * @return what the magic makes, or null
   * @throws UserError with one sentence, if the user made a mistake
   */
  public static Object run(String name, List<String> arguments, Notebook notebook) {
    Magic magic = MAGICS.get(name).make.get();
    CommandLine command = command(name, magic);
    try {
      command.parseArgs(arguments.toArray(String[]::new));
      if (command.isUsageHelpRequested()) {
        notebook.display(help(name, command));
        return null;
      }
      try (LiveOutput live = LiveOutput.ofMagic(notebook, magic.columns());
          ProgressTask.Watch watch = ProgressTask.watch(live)) {
        Magic.Outcome outcome = magic.run(notebook);
        outcome.view().ifPresent(live::leave);
        return outcome.value();
      }
    } catch (ParameterException e) {
      throw new UserError(sentence(name, e));
    } catch (RuntimeException e) {
      throw CellErrors.explained(e);
    } catch (OutOfMemoryError e) {
      throw new UserError(
          "The Java heap is too small for this: ask for less, or start with a larger heap, as"
              + " JDK_JAVA_OPTIONS=-Xmx12g ./lab");
    }
  }

  private static List<GuideView.Entry> guide() {
    return names().stream()
        .map(
            name ->
                new GuideView.Entry(
                    "%" + name,
                    about(name),
                    Optional.empty(),
                    Optional.of(help(name, command(name, MAGICS.get(name).make.get())))))
        .toList();
  }

  private static HelpView help(String name, CommandLine command) {
    CommandLine.Help help = command.getHelp();
    List<HelpView.Argument> arguments =
        Stream.concat(
                command.getCommandSpec().positionalParameters().stream(),
                command.getCommandSpec().options().stream())
            .filter(argument -> !argument.hidden())
            .map(argument -> new HelpView.Argument(nameOf(argument), meaning(argument)))
            .toList();
    return new HelpView(
        command.getUsageMessage(CommandLine.Help.Ansi.OFF) + "Example: " + example(name),
        about(name),
        help.synopsis(0).strip().replaceAll("\\s+", " "),
        arguments,
        example(name));
  }

  /** A call of a magic that works if the notebook has what it names. */
  static String example(String name) {
    return "%" + name + " " + MAGICS.get(name).example;
  }

  private static String nameOf(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option)) {
      return argument.paramLabel();
    }
    String names = String.join(", ", option.names());
    return option.arity().max() == 0 ? names : names + " " + option.paramLabel();
  }

  private static String meaning(ArgSpec argument) {
    return String.join(" ", argument.description())
        .replace("${DEFAULT-VALUE}", String.valueOf(argument.defaultValue()));
  }

  private static CommandLine command(String name, Magic magic) {
    CommandLine command =
        new CommandLine(magic)
            .setCommandName("%" + name)
            .setUsageHelpWidth(90)
            .setCaseInsensitiveEnumValuesAllowed(true);
    magic.configure(command);
    return command;
  }

  private static String sentence(String name, ParameterException e) {
    String help = "; %" + name + " --help lists what it takes";
    if (e instanceof UnmatchedArgumentException unmatched) {
      String argument = unmatched.getUnmatched().get(0);
      Optional<String> similar =
          Suggestion.of(
              argument.replaceFirst("=.*", ""),
              e.getCommandLine().getCommandSpec().optionsMap().keySet());
      String kind = argument.startsWith("-") ? "option" : "use for";
      return "%"
          + name
          + " has no "
          + kind
          + " '"
          + argument
          + "'"
          + (argument.startsWith("-") ? "" : " (an expression with spaces stands in quotes)")
          + similar.map(option -> ": did you mean " + option + "?").orElse(help);
    }
    if (e instanceof MissingParameterException missing) {
      ArgSpec argument = missing.getMissing().get(0);
      String meaning = String.join(" ", argument.description()).replaceFirst("\\.$", "");
      String example = example(name);
      if (argument instanceof OptionSpec option && !example.contains(option.longestName())) {
        example += " " + nameOf(option);
      }
      return "%%%s needs %s (%s): type for example %s"
          .formatted(name, nameOf(argument), meaning, example);
    }
    return e.getMessage()
            .lines()
            .findFirst()
            .orElseThrow()
            .replaceFirst("^Invalid value for .*?([A-Z]+|--[\\w-]+)\\W.*?: (?=')", "$1: ")
            .replaceFirst("'(-?\\d{10,})' is not an? (int|long)$", "'$1' is too large")
            .replaceFirst("is not an? (int|long)$", "is not a whole number")
            .replaceFirst("is not a double$", "is not a number")
        + help;
  }
}
