package org.dgm4j.magic;

import java.math.BigInteger;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.dgm4j.base.Suggestion;
import org.dgm4j.data.Dataset;
import org.dgm4j.data.Mask;
import org.dgm4j.data.Ordering;
import org.dgm4j.data.Samples;
import org.dgm4j.data.registry.Datasets;
import org.dgm4j.display.View;
import org.dgm4j.display.component.GuideView;
import org.dgm4j.display.component.HelpView;
import org.dgm4j.evaluation.AnomalyDetection;
import org.dgm4j.evaluation.Classification;
import org.dgm4j.evaluation.Comparison;
import org.dgm4j.evaluation.Likelihood;
import org.dgm4j.evaluation.LinearProbe;
import org.dgm4j.evaluation.PrincipalComponents;
import org.dgm4j.evaluation.Roc;
import org.dgm4j.evaluation.latent.Latent;
import org.dgm4j.evaluation.quality.SampleQuality;
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
import org.dgm4j.magic.command.HelpMagic;
import org.dgm4j.magic.command.Magic;
import org.dgm4j.magic.command.ParametersMagic;
import org.dgm4j.magic.command.PlotsMagic;
import org.dgm4j.magic.command.QualityMagic;
import org.dgm4j.magic.command.SamplesMagic;
import org.dgm4j.magic.command.SaveMagic;
import org.dgm4j.magic.command.SeedMagic;
import org.dgm4j.magic.command.ShowMagic;
import org.dgm4j.magic.command.TrainMagic;
import org.dgm4j.magic.help.HelpTopics;
import org.dgm4j.magic.notebook.Notebook;
import org.dgm4j.magic.notebook.UserError;
import org.dgm4j.model.DensityModel;
import org.dgm4j.model.EvidenceLowerBound;
import org.dgm4j.model.FactorizedModel;
import org.dgm4j.model.GenerativeModel;
import org.dgm4j.model.LatentVariableModel;
import org.dgm4j.model.autoregressive.GaussianAutoRegressive;
import org.dgm4j.model.registry.Models;
import org.dgm4j.probability.Distributions;
import org.dgm4j.probability.Draws;
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
import org.dgm4j.training.TrainingRun;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;
import tech.tablesaw.plotly.Plot;
import tech.tablesaw.plotly.api.ScatterPlot;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.traces.ScatterTrace;

/** The magics of this plugin, for any kernel. */
public final class Magics {

  private static final Map<String, Known> MAGICS = new LinkedHashMap<>();

  /**
   * A magic of this plugin.
   *
   * @param result the type of what it returns to a cell
   * @param example arguments that it takes
   */
  private record Known(Supplier<Magic> make, Class<?> result, String example) {}

  static {
    add("dgm", () -> new DgmMagic(Magics::guide), "doctor");
    add("help", () -> new HelpMagic(Magics::help, new DgmMagic(Magics::guide)), "Nade");
    add("seed", SeedMagic::new, "42");
    add("device", DeviceMagic::new, "cpu");
    add("dist", DistMagic::new, "normal 0 1");
    add("parameters", ParametersMagic::new, BigInteger.class, "--variables 784 --states 2");
    add("dataset", DatasetMagic::new, Dataset.class, "drawn-digits");
    add("train", TrainMagic::new, TrainingRun.class, "nade digits --epochs 10");
    add("samples", SamplesMagic::new, Samples.class, "nade 64");
    add("density", DensityMagic::new, "nade --data digits.test()");
    add(
        "anomaly",
        AnomalyMagic::new,
        AnomalyDetection.class,
        "nade --normal digits.test() --abnormal others.test()");
    add("compare", CompareMagic::new, Comparison.class, "nade ar vae gan --data digits");
    add("quality", QualityMagic::new, SampleQuality.class, "gan vae nade --data digits");
    add("plots", PlotsMagic::new, "static");
    add("show", ShowMagic::new, "digits.test()");
    add("save", SaveMagic::new, "nade models/nade");
    add("experiments", ExperimentsMagic::new, Table.class, "--last 5");
  }

  private static final List<Class<?>> IMPORTS =
      List.of(
          Conditional.class,
          Divergence.class,
          Draws.class,
          Factorization.class,
          JointTable.class,
          TargetDensity.class,
          Variable.class,
          VariationalComparison.class,
          VariationalFit.class,
          VariationalInference.class,
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
          GaussianAutoRegressive.class,
          Models.class,
          Optimizers.class,
          Training.class,
          TrainingRun.class,
          Experiments.class,
          AnomalyDetection.class,
          Classification.class,
          Comparison.class,
          Latent.class,
          Likelihood.class,
          LinearProbe.class,
          PrincipalComponents.class,
          Roc.class,
          SampleQuality.class,
          Column.class,
          Plot.class);

  /**
   * Classes whose packages, of tablesaw, are imported as a whole: a kernel starts the later, the
   * more imports there are.
   */
  private static final List<Class<?>> IMPORTED_PACKAGES_OF =
      List.of(Table.class, ScatterPlot.class, Figure.class, ScatterTrace.class);

  private Magics() {}

  private static void add(String name, Supplier<Magic> make, String example) {
    add(name, make, Object.class, example);
  }

  private static void add(String name, Supplier<Magic> make, Class<?> result, String example) {
    MAGICS.put(name, new Known(make, result, example));
  }

  /**
   * Records each training of this session from now on in the working folder, with the notebook and
   * the variable of its model.
   *
   * @param isShown whether a run stands below a cell that is still running: an interrupted cell has
   *     ended already, and nothing can be evaluated in it
   */
  public static void recordTrainings(Notebook notebook, Predicate<Object> isShown) {
    Experiments.recordAll(
        complaint -> notebook.display(View.text(complaint)),
        report -> {
          String variable = report.variable();
          if (variable.isEmpty() && isShown.test(report.run())) {
            variable = notebook.variableOf(report.run().model());
          }
          return Map.of(
              Experiment.Column.NOTEBOOK, notebook.name(), Experiment.Column.VARIABLE, variable);
        });
  }

  /** What a notebook need not import: names of classes, and packages as {@code java.util.*}. */
  public static List<String> imports() {
    Stream<String> distributions =
        Distributions.families().stream().map(Distributions.Family::type).map(Magics::imported);
    Stream<String> classes =
        Stream.of(IMPORTS, Models.types().values()).flatMap(Collection::stream).map(Class::getName);
    Stream<String> packages = IMPORTED_PACKAGES_OF.stream().map(Magics::wholePackage);
    return Stream.of(distributions, classes, packages).flatMap(all -> all).distinct().toList();
  }

  /** The simple names of the classes that a notebook can name and is likely to. */
  public static List<String> classes() {
    Stream<Class<?>> distributions =
        Distributions.families().stream().map(Distributions.Family::type);
    Stream<Class<?>> others =
        Stream.of(IMPORTS, Models.types().values(), IMPORTED_PACKAGES_OF)
            .flatMap(Collection::stream);
    return Stream.concat(distributions, others).map(Class::getSimpleName).distinct().toList();
  }

  /** A distribution of ours alone, or all those of a library. */
  private static String imported(Class<?> distribution) {
    return distribution.getName().startsWith("org.dgm4j.")
        ? distribution.getName()
        : wholePackage(distribution);
  }

  private static String wholePackage(Class<?> type) {
    return type.getPackageName() + ".*";
  }

  /** The names, without percent sign, in the order of use. */
  public static List<String> names() {
    return List.copyOf(MAGICS.keySet());
  }

  /** The type of what a magic returns to a cell; Object where nothing more is known of it. */
  public static Class<?> result(String name) {
    return MAGICS.get(name).result;
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
   * A magic with its arguments, ready to run; with {@code --help} among them, one that shows help.
   *
   * @throws UserError with one sentence, if the magic does not take them
   */
  public static Magic of(String name, List<String> arguments) {
    Magic magic = MAGICS.get(name).make.get();
    CommandLine command = command(name, magic);
    try {
      command.parseArgs(arguments.toArray(String[]::new));
    } catch (ParameterException e) {
      throw new UserError(sentence(name, e));
    }
    return command.isUsageHelpRequested() ? new Help(help(name, command)) : magic;
  }

  /** Shows how a magic is used. */
  private static final class Help extends Magic {

    private final HelpView view;

    Help(HelpView view) {
      this.view = view;
    }

    @Override
    public Outcome run(Notebook notebook) {
      return new Outcome(null, Optional.of(view));
    }
  }

  private static List<GuideView.Entry> guide() {
    return names().stream()
        .map(
            name ->
                new GuideView.Entry(
                    "%" + name, about(name), Optional.empty(), Optional.of(help(name))))
        .toList();
  }

  /** Help on all that a notebook has a name for. */
  public static HelpTopics help() {
    Map<String, Supplier<HelpView>> magics = new LinkedHashMap<>();
    MAGICS.keySet().forEach(name -> magics.put(name, () -> help(name)));
    return new HelpTopics(magics, classes());
  }

  private static HelpView help(String name) {
    return help(name, command(name, MAGICS.get(name).make.get()));
  }

  /** What can stand at a place in the line of a magic of ours: its options, and known words. */
  public static List<String> words(String name) {
    CommandSpec spec = command(name, MAGICS.get(name).make.get()).getCommandSpec();
    Stream<String> options =
        spec.options().stream().filter(option -> !option.hidden()).map(OptionSpec::longestName);
    Stream<String> words =
        spec.args().stream()
            .map(ArgSpec::completionCandidates)
            .filter(Objects::nonNull)
            .flatMap(all -> StreamSupport.stream(all.spliterator(), false));
    return Stream.concat(words, options).distinct().toList();
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
        List.of(new HelpView.Section("", "", arguments)),
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
