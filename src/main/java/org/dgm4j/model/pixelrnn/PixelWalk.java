package org.dgm4j.model.pixelrnn;

import java.util.Arrays;

/**
 * A PixelRNN on the heap, on its way through the pixels of one image: tells the outputs of each
 * channel of a pixel once it knows all values before, and computes every state only once.
 */
final class PixelWalk {

  private final PixelRnnSettings settings;
  private final PixelRnnKernel kernel;
  private final int groups;
  private final int units;
  private final float[][] pixels;
  private final Row[] rows;
  private final float[] rectified;
  private final float[] hiddenOutput;
  private final float[] rectifiedHidden;
  private final float[] outputs;

  PixelWalk(PixelRnnSettings settings, PixelRnnKernel kernel) {
    this.settings = settings;
    this.kernel = kernel;
    groups = settings.channels();
    units = settings.hidden() / groups;
    int features = settings.features();
    pixels = new float[settings.height()][settings.mapWidth() * groups];
    rows = new Row[settings.layers()];
    Arrays.setAll(
        rows,
        l -> {
          PixelRnnKernel.Layer layer = kernel.layers.get(l);
          return settings.diagonal() ? new DiagonalRow(layer) : new TriangleRow(layer);
        });
    rectified = new float[features];
    hiddenOutput = new float[features];
    rectifiedHidden = new float[features];
    outputs = new float[groups * settings.outputs()];
  }

  /**
   * The outputs of a channel of a pixel: its logit, or one for each level.
   *
   * <p>Pixels must be asked for row by row and from left to right, their channels in order, and be
   * {@link #set} before the next is asked for.
   */
  float[] outputs(int row, int column, int channel) {
    if (column == 0 && channel == 0 && row > 0) {
      finish(row - 1);
    }
    layers(row, column, channel);
    int size = settings.features() / groups;
    int from = channel * size;
    rectify(rectified, rectified, from, size);
    kernel.hiddenOutput.apply(rectified, hiddenOutput, from, size);
    rectify(hiddenOutput, rectifiedHidden, from, size);
    int count = settings.outputs();
    kernel.output.apply(rectifiedHidden, outputs, channel * count, count);
    return Arrays.copyOfRange(outputs, channel * count, (channel + 1) * count);
  }

  /** Computes a group of the features of a pixel in all layers. */
  private void layers(int row, int column, int group) {
    int size = settings.features() / groups;
    kernel.input.apply(pixels, row, column, rows[0].inputs[column], group * size, size);
    for (int l = 0; l < rows.length; l++) {
      float[] next = l + 1 < rows.length ? rows[l + 1].inputs[column] : rectified;
      rows[l].step(column, group, next);
    }
  }

  private void finish(int row) {
    for (int column = settings.width(); column < settings.mapWidth(); column++) {
      for (int group = 0; group < groups; group++) {
        layers(row, column, group);
      }
    }
    for (Row layer : rows) {
      layer.next();
    }
  }

  /** Tells the value of a channel of a pixel. */
  void set(int row, int column, int channel, float value) {
    pixels[row][column * groups + channel] = value / (settings.levels() - 1);
  }

  private static void rectify(float[] from, float[] to, int start, int size) {
    for (int j = start; j < start + size; j++) {
      to[j] = Math.max(0, from[j]);
    }
  }

  /** The states of a layer in the row of the walk and in the one above. */
  private abstract class Row {
    private final LinearKernel up;
    final LstmKernel lstm;
    final float[][] inputs = new float[settings.mapWidth()][settings.features()];
    final float[] gates = new float[4 * settings.hidden()];

    Row(PixelRnnKernel.Layer layer) {
      lstm = layer.lstm();
      up = layer.up();
    }

    /** Computes a group of a pixel's features from those of the layer below. */
    final void step(int column, int group, float[] output) {
      float[] state = state(column, group);
      int size = settings.features() / groups;
      up.apply(state, output, group * size, size);
      for (int j = group * size; j < (group + 1) * size; j++) {
        output[j] += inputs[column][j];
      }
    }

    abstract float[] state(int column, int group);

    /** The first of the gates of a group, of which there are 4 for each unit. */
    final int gate(int group) {
      return 4 * group * units;
    }

    final void addState(int direction, int neighbour, float[] state, int group) {
      lstm.addState(direction, neighbour, state, gates, gate(group), 4 * units);
    }

    /** Goes to the next row. */
    abstract void next();

    /** One group of an LSTM: from gates and the cell before to the new cell and state. */
    final void compute(int group, float[] before, float[] cell, float[] state) {
      int start = gate(group);
      for (int j = 0; j < units; j++) {
        int k = group * units + j;
        float input = sigmoid(gates[start + j]);
        float forget = sigmoid(gates[start + units + j]);
        float output = sigmoid(gates[start + 2 * units + j]);
        float candidate = (float) Math.tanh(gates[start + 3 * units + j]);
        cell[k] = forget * before[k] + input * candidate;
        state[k] = output * (float) Math.tanh(cell[k]);
      }
    }
  }

  /** A row of the Row LSTM. */
  private final class TriangleRow extends Row {
    private final LinearKernel own;
    private final LinearKernel left;
    private float[][] cells = new float[settings.width()][settings.hidden()];
    private float[][] states = new float[settings.width()][settings.hidden()];
    private float[][] cellsAbove = new float[settings.width()][settings.hidden()];
    private float[][] statesAbove = new float[settings.width()][settings.hidden()];

    TriangleRow(PixelRnnKernel.Layer layer) {
      super(layer);
      own = lstm.projection(0, 0);
      left = lstm.projection(0, 1);
    }

    @Override
    float[] state(int column, int group) {
      own.apply(inputs[column], gates, gate(group), 4 * units);
      if (column > 0) {
        left.add(inputs[column - 1], gates, gate(group), 4 * units);
      }
      int[] neighbours = Scan.neighbours(false);
      for (int n = 0; n < neighbours.length; n++) {
        int neighbour = column + neighbours[n];
        if (neighbour >= 0 && neighbour < statesAbove.length) {
          addState(0, n, statesAbove[neighbour], group);
        }
      }
      compute(group, cellsAbove[column], cells[column], states[column]);
      return states[column];
    }

    @Override
    void next() {
      float[][] oldCells = cellsAbove;
      float[][] oldStates = statesAbove;
      cellsAbove = cells;
      statesAbove = states;
      cells = oldCells;
      states = oldStates;
    }
  }

  /** A row of the Diagonal BiLSTM. */
  private final class DiagonalRow extends Row {

    /** Which neighbours of the {@link Scan} these are. */
    private static final int BESIDE = 0;

    private static final int ABOVE = 1;

    private final LinearKernel fromLeft;
    private final LinearKernel fromRight;
    private final int width = settings.mapWidth();
    private final float[] none = new float[settings.hidden()];
    private final float[][] cells = new float[width][settings.hidden()];
    private float[][] states = new float[width][settings.hidden()];
    private float[][] statesAbove = new float[width][settings.hidden()];
    private float[][] statesRight = new float[width][settings.hidden()];
    private float[][] statesRightAbove = new float[width][settings.hidden()];
    private final float[] sum = new float[settings.hidden()];

    DiagonalRow(PixelRnnKernel.Layer layer) {
      super(layer);
      fromLeft = lstm.projection(0, 0);
      fromRight = lstm.projection(1, 0);
    }

    @Override
    float[] state(int column, int group) {
      fromLeft.apply(inputs[column], gates, gate(group), 4 * units);
      if (column > 0) {
        addState(0, BESIDE, states[column - 1], group);
      }
      addState(0, ABOVE, statesAbove[column], group);
      compute(group, column > 0 ? cells[column - 1] : none, cells[column], states[column]);
      for (int j = group * units; j < (group + 1) * units; j++) {
        sum[j] = states[column][j] + statesRight[column][j];
      }
      return sum;
    }

    /** The LSTM from the right sees whole rows, and its states count from the row below on. */
    @Override
    void next() {
      float[][] old = statesRightAbove;
      statesRightAbove = statesRight;
      statesRight = old;
      float[] cell = new float[settings.hidden()];
      for (int column = width - 1; column >= 0; column--) {
        for (int group = 0; group < groups; group++) {
          fromRight.apply(inputs[column], gates, gate(group), 4 * units);
          if (column < width - 1) {
            addState(1, BESIDE, statesRight[column + 1], group);
          }
          addState(1, ABOVE, statesRightAbove[column], group);
          compute(group, cell, cell, statesRight[column]);
        }
      }
      float[][] above = statesAbove;
      statesAbove = states;
      states = above;
    }
  }

  static float sigmoid(float x) {
    return (float) (1 / (1 + Math.exp(-x)));
  }
}
