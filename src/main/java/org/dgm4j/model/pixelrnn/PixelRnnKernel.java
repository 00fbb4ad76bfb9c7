package org.dgm4j.model.pixelrnn;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.dgm4j.engine.HeapOperator;

/**
 * The computations of a PixelRNN on the heap, forward and backward: from examples of shape (batch,
 * D) and the parameters to the outputs of every pixel, shape (outputs, height, width, batch).
 */
final class PixelRnnKernel {

  /** Examples are divided among the processors in parts of at least so many. */
  private static final int LEAST = 8;

  private final PixelRnnSettings settings;
  private final float[][] inputs;
  private final int features;
  private final int pixels;
  private final int batch;
  private final InputKernel input;
  private final List<Layer> layers = new ArrayList<>();
  private final LinearKernel hiddenOutput;
  private final LinearKernel output;

  /** A layer of LSTMs and the 1×1 convolution of its residual connection. */
  private record Layer(LstmKernel lstm, LinearKernel up) {}

  /**
   * @param inputs the examples and the parameters of the block, in their order
   */
  PixelRnnKernel(PixelRnnSettings settings, float[][] inputs) {
    this.settings = settings;
    this.inputs = inputs;
    features = settings.features();
    pixels = settings.height() * settings.mapWidth();
    batch = inputs[0].length / settings.dimensions();
    int groups = settings.channels();
    int hidden = settings.hidden();
    boolean diagonal = settings.diagonal();
    Scan scan = new Scan(diagonal, settings.height(), settings.mapWidth());
    Iterator<float[]> parameters = parameters(inputs);
    input = new InputKernel(settings, parameters);
    for (int l = 0; l < settings.layers(); l++) {
      layers.add(
          new Layer(
              new LstmKernel(scan, groups, hidden, features, parameters),
              LinearKernel.upToOwn(groups, features, true, parameters)));
    }
    hiddenOutput = LinearKernel.upToOwn(groups, features, true, parameters);
    output = LinearKernel.upToOwn(groups, groups * settings.outputs(), true, parameters);
  }

  /** All arrays but the examples. */
  private static Iterator<float[]> parameters(float[][] arrays) {
    return Arrays.asList(arrays).subList(1, arrays.length).iterator();
  }

  HeapOperator.Output apply(boolean recording) {
    int count = Math.max(1, Math.min(Runtime.getRuntime().availableProcessors(), batch / LEAST));
    Part[] parts = new Part[count];
    Arrays.setAll(parts, i -> new Part(i * batch / count, (i + 1) * batch / count, recording));
    int outputs = output.outputs();
    float[] logits = new float[outputs * settings.height() * settings.width() * batch];
    Arrays.stream(parts).parallel().forEach(part -> part.forward(logits));
    return new HeapOperator.Output(
        logits,
        new Shape(outputs, settings.height(), settings.width(), batch),
        recording ? ofLogits -> backward(parts, ofLogits) : null);
  }

  private float[][] backward(Part[] parts, float[] ofLogits) {
    float[][] gradients = new float[inputs.length][];
    Arrays.setAll(gradients, i -> new float[inputs[i].length]);
    Arrays.stream(parts).parallel().forEach(part -> part.backward(ofLogits, gradients[0]));
    for (Part part : parts) {
      part.addGradientTo(parameters(gradients));
    }
    return gradients;
  }

  /** Some of the examples. */
  private final class Part {
    private final int from;
    private final int size;
    private final boolean recording;
    private final InputKernel.Pass inputPass;
    private final List<LayerPass> passes = new ArrayList<>();
    private float[][] lastMap;
    private float[][] hiddenMap;
    private LinearKernel.Gradient ofHiddenOutput;
    private LinearKernel.Gradient ofOutput;

    Part(int from, int to, boolean recording) {
      this.from = from;
      this.size = to - from;
      this.recording = recording;
      inputPass = input.new Pass(size);
    }

    void forward(float[] logits) {
      float[][] image = new float[settings.channels()][settings.height() * settings.width() * size];
      turn(inputs[0], image, 1f / (settings.levels() - 1), false);
      float[][] map = inputPass.forward(outside(image));
      for (Layer layer : layers) {
        LayerPass pass = new LayerPass(layer, size, recording);
        map = pass.forward(map);
        if (recording) {
          passes.add(pass);
        }
      }
      lastMap = rectified(inside(map));
      hiddenMap = new float[features][lastMap[0].length];
      hiddenOutput.apply(lastMap, hiddenMap, hiddenMap[0].length);
      hiddenMap = rectified(hiddenMap);
      float[][] outputs = new float[output.outputs()][lastMap[0].length];
      output.apply(hiddenMap, outputs, outputs[0].length);
      copy(logits, outputs, true);
    }

    void backward(float[] ofLogits, float[] ofExamples) {
      float[][] ofOutputs = new float[output.outputs()][hiddenMap[0].length];
      copy(ofLogits, ofOutputs, false);
      float[][] ofHidden = new float[features][hiddenMap[0].length];
      ofOutput = output.zeroGradient();
      output.backward(hiddenMap, ofOutputs, ofHidden, ofOutput, ofHidden[0].length);
      mask(hiddenMap, ofHidden);
      float[][] ofLast = new float[features][lastMap[0].length];
      ofHiddenOutput = hiddenOutput.zeroGradient();
      hiddenOutput.backward(lastMap, ofHidden, ofLast, ofHiddenOutput, ofLast[0].length);
      mask(lastMap, ofLast);
      float[][] ofMap = outside(ofLast);
      for (int l = passes.size() - 1; l >= 0; l--) {
        passes.get(l).backward(ofMap);
      }
      float[][] ofImage = inside(inputPass.backward(ofMap));
      turn(ofExamples, ofImage, 1f / (settings.levels() - 1), true);
    }

    void addGradientTo(Iterator<float[]> gradients) {
      inputPass.addGradientTo(gradients);
      passes.forEach(pass -> pass.addGradientTo(gradients));
      ofHiddenOutput.addTo(gradients);
      ofOutput.addTo(gradients);
    }

    /** Turns these examples, scaled, into rows with a column for every pixel of each, or back. */
    private void turn(float[] examples, float[][] rows, float scale, boolean back) {
      int dimensions = settings.dimensions();
      int places = dimensions / rows.length;
      for (int n = 0; n < size; n++) {
        for (int d = 0; d < dimensions; d++) {
          int i = (from + n) * dimensions + d;
          int column = d % places * size + n;
          if (back) {
            examples[i] = scale * rows[d / places][column];
          } else {
            rows[d / places][column] = scale * examples[i];
          }
        }
      }
    }

    /** Copies these examples out of a whole map, or back into it. */
    private void copy(float[] whole, float[][] rows, boolean back) {
      int places = rows[0].length / size;
      for (int j = 0; j < rows.length; j++) {
        for (int p = 0; p < places; p++) {
          int position = (j * places + p) * batch + from;
          if (back) {
            System.arraycopy(rows[j], p * size, whole, position, size);
          } else {
            System.arraycopy(whole, position, rows[j], p * size, size);
          }
        }
      }
    }

    /** The pixels of the map that are in the image. */
    private float[][] inside(float[][] map) {
      return resized(map, settings.mapWidth(), settings.width());
    }

    /** The transpose of {@link #inside}. */
    private float[][] outside(float[][] map) {
      return resized(map, settings.width(), settings.mapWidth());
    }

    private float[][] resized(float[][] map, int width, int newWidth) {
      if (width == newWidth) {
        return map;
      }
      float[][] resized = new float[map.length][settings.height() * newWidth * size];
      int length = Math.min(width, newWidth) * size;
      for (int j = 0; j < map.length; j++) {
        for (int row = 0; row < settings.height(); row++) {
          System.arraycopy(map[j], row * width * size, resized[j], row * newWidth * size, length);
        }
      }
      return resized;
    }
  }

  /** The passes through a layer. */
  private final class LayerPass {
    private final Layer layer;
    private final LstmKernel.Pass lstm;
    private final int columns;
    private final LinearKernel.Gradient ofUp;
    private float[][] map;
    private float[][] states;

    LayerPass(Layer layer, int size, boolean recording) {
      this.layer = layer;
      columns = pixels * size;
      lstm = layer.lstm().new Pass(size, recording);
      ofUp = layer.up().zeroGradient();
    }

    /** The map that follows. */
    float[][] forward(float[][] map) {
      this.map = map;
      states = lstm.forward(map);
      float[][] next = new float[features][];
      Arrays.setAll(next, j -> map[j].clone());
      layer.up().apply(states, next, columns);
      return next;
    }

    /** Turns ∂/∂ the map that follows into ∂/∂ the map before. */
    void backward(float[][] ofMap) {
      float[][] ofStates = new float[settings.hidden()][columns];
      layer.up().backward(states, ofMap, ofStates, ofUp, columns);
      lstm.backward(map, ofStates, ofMap);
    }

    void addGradientTo(Iterator<float[]> gradients) {
      lstm.addGradientTo(gradients);
      ofUp.addTo(gradients);
    }
  }

  private static float[][] rectified(float[][] map) {
    float[][] rectified = new float[map.length][map[0].length];
    for (int j = 0; j < map.length; j++) {
      float[] x = map[j];
      float[] y = rectified[j];
      for (int n = 0; n < y.length; n++) {
        y[n] = 0.5f * (x[n] + Math.abs(x[n]));
      }
    }
    return rectified;
  }

  /**
   * Sets a gradient to zero where the rectified map is: in floats, r / (r + 2⁻¹²⁶) is 1 for every r
   * that is not tiny. HotSpot turns this, unlike a condition, into vector instructions.
   */
  private static void mask(float[][] rectified, float[][] gradient) {
    for (int j = 0; j < gradient.length; j++) {
      float[] r = rectified[j];
      float[] g = gradient[j];
      for (int n = 0; n < g.length; n++) {
        g[n] *= r[n] / (r[n] + Float.MIN_NORMAL);
      }
    }
  }
}
