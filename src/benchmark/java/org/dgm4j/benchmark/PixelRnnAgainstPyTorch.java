package org.dgm4j.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.Pair;
import ai.djl.util.PairList;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dgm4j.data.Samples;
import org.dgm4j.data.registry.Datasets;
import org.dgm4j.engine.CompiledBlock;
import org.dgm4j.model.pixelrnn.PixelRnn;

/**
 * A training step (forward, backward, Adam) of a PixelRNN with one Diagonal BiLSTM of 16 units a
 * direction for 28×28 binary pixels, in several forms: ours with the LSTM on the heap; by MXNet's
 * operations, compiled and one by one; and by PyTorch's. Before anything is timed, all forms must
 * have the same loss over the first steps of a training. Then the time of 64 samples, with cached
 * states and without.
 *
 * <p>{@code mvn -q -P benchmark process-test-classes
 * -Dbenchmark.program=org.dgm4j.benchmark.PixelRnnAgainstPyTorch -Dbenchmark=10}; the number is
 * that of the repetitions, 10 if it is none. {@code OMP_NUM_THREADS} gives the threads of all.
 */
public final class PixelRnnAgainstPyTorch {

  private static final int SIDE = 28;
  private static final int HIDDEN = 16;
  private static final int WARM_UP = 3;
  private static final int SAMPLES = 64;
  private static final float LEARNING_RATE = 1e-3f;

  private final int repetitions;
  private final Samples digits = Datasets.drawnDigits().binarized(1).train();

  private PixelRnnAgainstPyTorch(int repetitions) {
    this.repetitions = repetitions;
    System.out.printf("%d repetitions, %s%n", repetitions, Threads.describe());
  }

  /** Measures and prints a line for each form. */
  public static void main(String[] arguments) {
    String threads = System.getenv("OMP_NUM_THREADS");
    Threads.set(threads == null ? 2 : Integer.parseInt(threads));
    PixelRnnAgainstPyTorch benchmark =
        new PixelRnnAgainstPyTorch(Stopwatch.repetitions(arguments, 10));
    benchmark.steps(16);
    benchmark.steps(100);
    benchmark.memory();
    benchmark.samples();
  }

  private static PixelRnn model() {
    return PixelRnn.builder().image(SIDE, SIDE).diagonalBiLstm().hidden(HIDDEN).seed(1).build();
  }

  private void steps(int batch) {
    List<Form> forms = new ArrayList<>();
    Stopwatch stopwatch = new Stopwatch("training step, batch " + batch);
    try (PixelRnn last = model()) {
      forms.add(Form.of("dgm4j", model(), batch, LEARNING_RATE));
      forms.add(Form.of("MXNet, compiled", model(), batch, LEARNING_RATE).withoutHeap());
      Block block = ((CompiledBlock) last.djlModel().getBlock()).block();
      forms.add(
          Form.of("MXNet, operation by operation", block, batch, LEARNING_RATE).withoutHeap());
      Map<String, float[]> start = parameters(forms.get(0).model().getBlock());
      forms.add(Form.pyTorch("PyTorch", new Torch(start), batch, SIDE * SIDE, LEARNING_RATE));
      Form.requireSameLoss(forms, WARM_UP, (form, step) -> form.step(digits, step));
      for (int i = 0; i < repetitions; i++) {
        for (Form form : forms) {
          int step = i;
          stopwatch.time(form.name(), () -> form.step(digits, step));
        }
      }
    } finally {
      forms.forEach(Form::close);
    }
    stopwatch.print();
  }

  private static Map<String, float[]> parameters(Block block) {
    Map<String, float[]> values = new LinkedHashMap<>();
    for (Pair<String, Parameter> entry : block.getParameters()) {
      String name = entry.getKey().replaceAll("(^|_)\\d+", "$1").replace("compiled_", "");
      values.put(name, entry.getValue().getArray().toFloatArray());
    }
    return values;
  }

  private void memory() {
    System.out.println();
    for (int batch : new int[] {16, 100}) {
      try (Form form = Form.of("dgm4j", model(), batch, LEARNING_RATE)) {
        printPeak("a training step, batch " + batch, () -> form.step(digits, 0));
      }
    }
    try (PixelRnn model = model()) {
      printPeak(SAMPLES + " samples", () -> model.sample(SAMPLES, 1));
    }
  }

  /** Runs a task twice; the second time prints what it needed on the heap beyond what stays. */
  private static void printPeak(String name, Runnable task) {
    task.run();
    System.gc();
    List<MemoryPoolMXBean> heap =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .toList();
    heap.forEach(MemoryPoolMXBean::resetPeakUsage);
    long before = heap.stream().mapToLong(pool -> pool.getUsage().getUsed()).sum();
    task.run();
    long peak = heap.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
    System.out.printf("%s: %d MB at most on the heap%n", name, (peak - before) / 1_000_000);
  }

  private void samples() {
    Stopwatch stopwatch = new Stopwatch(SAMPLES + " samples");
    try (PixelRnn model = model()) {
      for (int i = 0; i < repetitions + 1; i++) {
        int seed = i;
        stopwatch.time("cached states", () -> model.sample(SAMPLES, seed));
      }
      Samples drawn = model.sample(SAMPLES, 1);
      int pixels = 20;
      stopwatch.time(
          "a pass over the image for each pixel",
          () -> {
            for (int i = 0; i < pixels; i++) {
              model.logProbability(drawn);
            }
          });
      System.out.printf("(the second for %d of %d pixels)%n", pixels, model.dimensions());
    }
    stopwatch.print();
  }

  /**
   * The same model by PyTorch's operations, with given parameters; with the features last, which is
   * several times faster there than with the features first.
   */
  private static final class Torch extends AbstractBlock {
    private final Map<String, Parameter> parameters = new LinkedHashMap<>();

    Torch(Map<String, float[]> start) {
      int features = 2 * HIDDEN;
      add(start, "input_above", features, 1, 3, 7);
      add(start, "input_left", features, 1, 1, 3);
      add(start, "input_bias", features);
      for (String side : new String[] {"lstm0_fromLeft", "lstm0_fromRight"}) {
        add(start, side + "_weight0", 4 * HIDDEN, features);
        add(start, side + "_bias", 4 * HIDDEN, 1);
      }
      add(start, "lstm0_lstm_weights", 2, 4 * HIDDEN, 2 * HIDDEN);
      add(start, "up0_weight0", features, HIDDEN);
      add(start, "up0_bias", features, 1);
      add(start, "hiddenOutput_weight0", features, features);
      add(start, "hiddenOutput_bias", features, 1);
      add(start, "output_weight0", 1, features);
      add(start, "output_bias", 1, 1);
      if (parameters.size() != start.size()) {
        throw new IllegalStateException("Not all parameters are used: " + start.keySet());
      }
    }

    private void add(Map<String, float[]> start, String name, long... shape) {
      parameters.put(
          name,
          addParameter(
              Parameter.builder()
                  .setName(name)
                  .setType(Parameter.Type.WEIGHT)
                  .optShape(new Shape(shape))
                  .optInitializer((manager, s, type) -> manager.create(start.get(name), s))
                  .build()));
    }

    @Override
    protected NDList forwardInternal(
        ParameterStore store, NDList inputs, boolean training, PairList<String, Object> options) {
      NDArray x = inputs.singletonOrThrow();
      Map<String, NDArray> p = new LinkedHashMap<>();
      parameters.forEach(
          (name, parameter) -> {
            NDArray value = store.getValue(parameter, x.getDevice(), training);
            value.tempAttach(x.getManager()); // what is computed from it is freed with the batch
            p.put(name, value);
          });
      long batch = x.getShape().get(0);
      int width = SIDE + 1;
      NDArray images = x.reshape(batch, 1, SIDE, SIDE);
      NDArray wide = images.concat(x.getManager().zeros(new Shape(batch, 1, SIDE, 1)), 3);
      NDArray rows = convolve(wide, p.get("input_above"), p.get("input_bias"), 3, 3);
      NDArray row = convolve(wide, p.get("input_left"), null, 0, 3);
      NDArray map = rows.get(":, :, :" + SIDE).add(row.get(":, :, :, :" + width));
      NDArray logits = logits(map, p, batch, width);
      NDArray softplus = logits.maximum(0).add(logits.abs().neg().exp().add(1).log());
      return new NDList(x.mul(logits).sub(softplus).sum(new int[] {1}));
    }

    private static NDArray convolve(NDArray x, NDArray w, NDArray bias, int high, int wide) {
      Shape one = new Shape(1, 1);
      return ai.djl.nn.convolutional.Conv2d.conv2d(x, w, bias, one, new Shape(high, wide), one)
          .singletonOrThrow();
    }

    private static NDArray relu(NDArray x) {
      return x.getNDArrayInternal().relu();
    }

    /** Skews an axis of columns that follows that of the rows. */
    private static NDArray columns(NDArray map, int axis) {
      long[] shape = map.getShape().getShape();
      long[] added = shape.clone();
      added[axis] = SIDE;
      NDArray padded = map.concat(map.getManager().zeros(new Shape(added)), axis);
      long[] flat = merged(padded.getShape().getShape(), axis);
      long columns = shape[axis] + SIDE - 1;
      NDArray cut = first(padded.reshape(new Shape(flat)), axis - 1, SIDE * columns);
      long[] skewed = shape.clone();
      skewed[axis] = columns;
      return cut.reshape(new Shape(skewed));
    }

    private static NDArray unskewed(NDArray map, int axis, int width) {
      long[] shape = map.getShape().getShape();
      NDArray flat = map.reshape(new Shape(merged(shape, axis)));
      long[] added = flat.getShape().getShape().clone();
      added[axis - 1] = SIDE;
      NDArray padded = flat.concat(map.getManager().zeros(new Shape(added)), axis - 1);
      long[] rows = shape.clone();
      rows[axis] = shape[axis] + 1;
      return first(padded.reshape(new Shape(rows)), axis, width);
    }

    private static long[] merged(long[] shape, int axis) {
      long[] merged = new long[shape.length - 1];
      for (int i = 0; i < merged.length; i++) {
        merged[i] = i < axis - 1 ? shape[i] : i == axis - 1 ? shape[i] * shape[axis] : shape[i + 1];
      }
      return merged;
    }

    private static NDArray first(NDArray x, int axis, long count) {
      return x.get(":, ".repeat(axis) + ":" + count);
    }

    /** Maps of shape (pixels · batch, features). */
    private static NDArray logits(
        NDArray convolved, Map<String, NDArray> p, long batch, int width) {
      NDArray map = convolved.transpose(2, 3, 0, 1).reshape(-1, 2L * HIDDEN);
      Shape gates = new Shape(SIDE, width, batch, 4L * HIDDEN);
      NDArray left = columns(linear(p, "lstm0_fromLeft", map).reshape(gates), 1);
      NDArray right = columns(linear(p, "lstm0_fromRight", map).reshape(gates).flip(1), 1);
      NDArray skewed = NDArrays.stack(new NDList(left, right)).transpose(2, 0, 1, 3, 4);
      NDArray weights = p.get("lstm0_lstm_weights").transpose(0, 2, 1);
      long cells = SIDE * batch;
      NDArray zeros = map.getManager().zeros(new Shape(2, batch, HIDDEN));
      NDArray state = map.getManager().zeros(new Shape(2, cells, HIDDEN));
      NDArray cell = state;
      NDList states = new NDList();
      for (int step = 0; step < width + SIDE - 1; step++) {
        NDArray above = NDArrays.concat(new NDList(zeros, state.get(":, :" + (cells - batch))), 1);
        NDArray sum =
            skewed
                .get(step)
                .reshape(2, cells, 4L * HIDDEN)
                .add(NDArrays.concat(new NDList(state, above), 2).matMul(weights));
        NDList parts = sum.split(new long[] {3 * HIDDEN}, 2);
        NDList sigmoids = parts.get(0).getNDArrayInternal().sigmoid().split(3, 2);
        cell = sigmoids.get(1).mul(cell).add(sigmoids.get(0).mul(parts.get(1).tanh()));
        state = sigmoids.get(2).mul(cell.tanh());
        states.add(state.reshape(2, SIDE, batch, HIDDEN));
      }
      NDArray all = unskewed(NDArrays.stack(states, 2), 2, width);
      NDArray fromRight = all.get(1).flip(1);
      NDArray none = map.getManager().zeros(new Shape(1, width, batch, HIDDEN));
      NDArray both =
          all.get(0)
              .add(NDArrays.concat(new NDList(none, fromRight.get(":" + (SIDE - 1))), 0))
              .reshape(-1, HIDDEN);
      NDArray sum =
          map.add(linear(p, "up0", both))
              .reshape(SIDE, width, batch, 2L * HIDDEN)
              .get(":, :" + SIDE)
              .reshape(-1, 2L * HIDDEN);
      NDArray hidden = linear(p, "hiddenOutput", relu(sum));
      return linear(p, "output", relu(hidden)).reshape(-1, batch).transpose();
    }

    private static NDArray linear(Map<String, NDArray> p, String name, NDArray map) {
      NDArray bias = p.get(name + "_bias");
      return map.matMul(p.get(name + "_weight0").transpose()).add(bias.reshape(1, bias.size()));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
      return new Shape[] {new Shape(inputShapes[0].get(0))};
    }
  }
}
