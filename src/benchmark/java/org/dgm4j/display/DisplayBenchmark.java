package org.dgm4j.display;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.dgm4j.data.registry.Datasets;
import org.dgm4j.display.view.value.SamplesView;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * How long the static face of each view that has an approved picture takes, and that of a grid of
 * 64 images; and how long all faces together.
 *
 * <p>Run with {@code mvn -P benchmark process-test-classes
 * -Dbenchmark.program=org.dgm4j.display.DisplayBenchmark}; {@code -Dbenchmark=inference.*} measures
 * only the views of such names.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 100, timeUnit = TimeUnit.MILLISECONDS)
public class DisplayBenchmark {

  private static final String GRID = "grid-of-64";

  @Param(GRID)
  public String name;

  private View view;

  @Setup
  public void prepare() {
    view = views().get(name);
  }

  private static Map<String, View> views() {
    Map<String, View> views = ApprovedPicturesTest.views();
    views.put(GRID, SamplesView.of(Datasets.drawnDigits(28, 80, 1).train().first(64)));
    return views;
  }

  @Benchmark
  public MimeBundle staticFace() {
    return view.bundle(FigureStyle.USUAL.with(FigureStyle.Mode.STATIC));
  }

  @Benchmark
  public MimeBundle allFaces() {
    return view.bundle();
  }

  /** Measures the views whose names match, in one virtual machine, as in a notebook's kernel. */
  public static void main(String[] arguments) throws RunnerException {
    Pattern wanted = Pattern.compile(arguments.length == 0 ? ".*" : arguments[0]);
    String[] names =
        views().keySet().stream().filter(wanted.asMatchPredicate()).toArray(String[]::new);
    new Runner(
            new OptionsBuilder()
                .include(DisplayBenchmark.class.getName())
                .param("name", names)
                .forks(0)
                .build())
        .run();
  }
}
