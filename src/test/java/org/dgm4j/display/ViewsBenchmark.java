package org.dgm4j.display;

import java.util.concurrent.TimeUnit;
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
 * How long the faces of each view that has an approved picture take, all of them together.
 *
 * <p>Run with {@code mvn -P benchmark process-test-classes
 * -Dbenchmark.program=org.dgm4j.display.ViewsBenchmark}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class ViewsBenchmark {

  @Param("images")
  public String name;

  private View view;

  @Setup
  public void prepare() {
    view = ApprovedPicturesTest.views().get(name);
  }

  @Benchmark
  public MimeBundle bundle() {
    return view.bundle();
  }

  /** Measures all views in one virtual machine, as in a notebook's kernel. */
  public static void main(String[] arguments) throws RunnerException {
    String[] names = ApprovedPicturesTest.views().keySet().toArray(String[]::new);
    new Runner(
            new OptionsBuilder()
                .include(ViewsBenchmark.class.getName())
                .param("name", names)
                .forks(0)
                .build())
        .run();
  }
}
