package org.dgm4j.model.pixelrnn;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dgm4j.engine.BatchPart;
import org.dgm4j.engine.HeapOperator;
import org.dgm4j.engine.VectorMath;

/**
 * The computations of a {@link PixelRnnBlock} on the heap, with one kernel for each block in it:
 * for whole examples, forward and backward, from shape (batch, D) to the outputs of every pixel,
 * shape (outputs, height, width, batch), and pixel by pixel for the {@link PixelWalk}. Parameters
 * and gradients are known by the block's {@link Parameter}s.
 *
 * <p>Block, kernel and walk have the same names: {@code input} with {@code above}, {@code left} and
 * {@code centre}; in each layer {@code up} and {@code lstm}, whose projections are {@code own} and
 * {@code left} in a {@link RowLstm}, {@code fromLeft} and {@code fromRight} in a {@link
 * DiagonalBiLstm}, beside the weights of the states; {@code hiddenOutput}; {@code output}.
 */
final class PixelRnnKernel {

  private final PixelRnnSettings settings;
  private final Map<Parameter, float[]> values;
  private final int features;
  private final int pixels;
  final InputKernel input;
  final List<Layer> layers = new ArrayList<>();
  final LinearKernel hiddenOutput;
  final LinearKernel output;

  /** A layer of LSTMs and the 1×1 convolution of its residual connection. */
  record Layer(LstmKernel lstm, LinearKernel up) {}

  /**
   * @param values those of each parameter of the block
   */
  PixelRnnKernel(PixelRnnSettings settings, PixelRnnBlock block, Map<Parameter, float[]> values) {
    this.settings = settings;
    this.values = values;
    features = settings.features();
    pixels = settings.height() * settings.mapWidth();
    Scan scan = new Scan(settings.diagonal(), settings.height(), settings.mapWidth());
    input = new InputKernel(settings, block.input, values);
    for (PixelRnnBlock.Layer layer : block.layers) {
      layers.add(
          new Layer(
              new LstmKernel(settings, scan, layer.lstm(), values),
              new LinearKernel(layer.up(), values)));
    }
    hiddenOutput = new LinearKernel(block.hiddenOutput, values);
    output = new LinearKernel(block.output, values);
  }

  /** Each parameter, row by row. */
  Collection<float[]> values() {
    return values.values();
  }

  /**
   * The outputs of every pixel; their gradients are of the examples, of each parameter and of the
   * labels, which have none.
   *
   * @param labels the class of each example, 0 without classes
   */
  HeapOperator.Output apply(float[] examples, int[] labels, boolean recording) {
    int batch = labels.length;
    List<Part> parts = BatchPart.of(batch, (from, to) -> new Part(labels, from, to, recording));
    int outputs = output.outputs();
    float[] logits = new float[outputs * settings.height() * settings.width() * batch];
    parts.parallelStream().forEach(part -> part.forward(examples, logits));
    return new HeapOperator.Output(
        logits,
        new Shape(outputs, settings.height(), settings.width(), batch),
        recording ? ofLogits -> backward(parts, ofLogits) : null);
  }

  private float[][] backward(List<Part> parts, float[] ofLogits) {
    float[] ofExamples = new float[parts.get(0).batch * settings.dimensions()];
    parts.parallelStream().forEach(part -> part.backward(ofLogits, ofExamples));
    Map<Parameter, float[]> gradients = new LinkedHashMap<>();
    values.forEach((parameter, value) -> gradients.put(parameter, new float[value.length]));
    for (Part part : parts) {
      part.addGradientTo(gradients);
    }
    List<float[]> ofInputs = new ArrayList<>(gradients.values());
    ofInputs.add(0, ofExamples);
    ofInputs.add(null);
    return ofInputs.toArray(float[][]::new);
  }

  /** Some of the examples. */
  private final class Part extends BatchPart {
    private final int batch;
    private final int[] labels;
    private final boolean recording;
    private final InputKernel.Pass inputPass;
    private final List<LayerPass> passes = new ArrayList<>();
    private float[][] lastMap;
    private float[][] hiddenMap;
    private final LinearKernel.Gradient ofHiddenOutput = hiddenOutput.new Gradient();
    private final LinearKernel.Gradient ofOutput = output.new Gradient();

    Part(int[] ofBatch, int from, int to, boolean recording) {
      super(from, to);
      batch = ofBatch.length;
      labels = Arrays.copyOfRange(ofBatch, from, to);
      this.recording = recording;
      inputPass = input.new Pass(size);
    }

    void forward(float[] examples, float[] logits) {
      float[][] image = new float[settings.channels()][settings.height() * settings.width() * size];
      toRows(examples, 1f / (settings.levels() - 1), image);
      float[][] map = inputPass.forward(outside(image));
      for (Layer layer : layers) {
        LayerPass pass = new LayerPass(layer, labels, recording);
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
      output.backward(hiddenMap, ofOutputs, ofHidden, ofOutput, ofHidden[0].length);
      mask(hiddenMap, ofHidden);
      float[][] ofLast = new float[features][lastMap[0].length];
      hiddenOutput.backward(lastMap, ofHidden, ofLast, ofHiddenOutput, ofLast[0].length);
      mask(lastMap, ofLast);
      float[][] ofMap = outside(ofLast);
      for (int l = passes.size() - 1; l >= 0; l--) {
        passes.get(l).backward(ofMap);
      }
      float[][] ofImage = inside(inputPass.backward(ofMap));
      toExamples(ofImage, 1f / (settings.levels() - 1), ofExamples);
    }

    void addGradientTo(Map<Parameter, float[]> gradients) {
      inputPass.addGradientTo(gradients);
      passes.forEach(pass -> pass.addGradientTo(gradients));
      ofHiddenOutput.addTo(gradients);
      ofOutput.addTo(gradients);
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

    LayerPass(Layer layer, int[] labels, boolean recording) {
      this.layer = layer;
      columns = pixels * labels.length;
      lstm = layer.lstm().new Pass(labels, recording);
      ofUp = layer.up().new Gradient();
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

    void addGradientTo(Map<Parameter, float[]> gradients) {
      lstm.addGradientTo(gradients);
      ofUp.addTo(gradients);
    }
  }

  private static float[][] rectified(float[][] map) {
    float[][] rectified = new float[map.length][map[0].length];
    for (int j = 0; j < map.length; j++) {
      VectorMath.rectify(map[j], rectified[j]);
    }
    return rectified;
  }

  private static void mask(float[][] rectified, float[][] gradient) {
    for (int j = 0; j < gradient.length; j++) {
      VectorMath.mask(rectified[j], gradient[j]);
    }
  }
}
