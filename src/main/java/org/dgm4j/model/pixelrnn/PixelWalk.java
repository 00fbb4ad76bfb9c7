package org.dgm4j.model.pixelrnn;

import java.util.Arrays;

/**
 * A PixelRNN on the heap, on its way through the pixels of one image: tells the outputs of each
 * channel of a pixel once it knows all values before, and computes every state only once.
 */
final class PixelWalk {

  private static final int REACH = InputConvolution.REACH;

  private final PixelRnnSettings settings;
  private final PixelRnnParameters parameters;
  private final int groups;
  private final int units;
  private final float[][] pixels;
  private final Row[] rows;
  private final float[] rectified;
  private final float[] hiddenOutput;
  private final float[] rectifiedHidden;
  private final float[] outputs;

  PixelWalk(PixelRnnSettings settings, PixelRnnParameters parameters) {
    this.settings = settings;
    this.parameters = parameters;
    groups = settings.channels();
    units = settings.hidden() / groups;
    int features = settings.features();
    pixels = new float[settings.height()][settings.mapWidth() * groups];
    rows = new Row[settings.layers()];
    Arrays.setAll(rows, l -> settings.diagonal() ? new DiagonalRow(l) : new TriangleRow(l));
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
    rectify(rectified, rectified, channel * size, size);
    parameters.hiddenOutput().apply(channel, rectified, hiddenOutput);
    rectify(hiddenOutput, rectifiedHidden, channel * size, size);
    parameters.output().apply(channel, rectifiedHidden, outputs);
    int count = settings.outputs();
    return Arrays.copyOfRange(outputs, channel * count, (channel + 1) * count);
  }

  /** Computes a group of the features of a pixel in all layers. */
  private void layers(int row, int column, int group) {
    inputConvolution(row, column, group, rows[0].inputs[column]);
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

  private void inputConvolution(int row, int column, int group, float[] map) {
    int size = settings.features() / groups;
    int start = group * size;
    System.arraycopy(parameters.inputBias(), start, map, start, size);
    for (int r = Math.max(0, row - REACH); r <= row; r++) {
      int last = r < row ? Math.min(settings.mapWidth() - 1, column + REACH) : column - 1;
      for (int c = Math.max(0, column - REACH); c <= last; c++) {
        for (int channel = 0; channel < groups; channel++) {
          float value = pixels[r][c * groups + channel];
          if (value != 0) {
            float[] weights = parameters.input(r - row, c - column, channel);
            for (int j = start; j < start + size; j++) {
              map[j] += value * weights[j];
            }
          }
        }
      }
    }
    if (group > 0) {
      float[] seen = Arrays.copyOfRange(pixels[row], column * groups, (column + 1) * groups);
      parameters.centre().add(group, seen, map);
    }
  }

  /** The states of a layer in the row of the walk and in the one above. */
  private abstract class Row {
    final PixelRnnParameters.Layer layer;
    final float[][] inputs = new float[settings.mapWidth()][settings.features()];
    final float[] gates = new float[4 * settings.hidden()];

    Row(int index) {
      layer = parameters.layers().get(index);
    }

    /** Computes a group of a pixel's features from those of the layer below. */
    final void step(int column, int group, float[] output) {
      float[] state = state(column, group);
      int size = settings.features() / groups;
      layer.up().apply(group, state, output);
      for (int j = group * size; j < (group + 1) * size; j++) {
        output[j] += inputs[column][j];
      }
    }

    abstract float[] state(int column, int group);

    /** Goes to the next row. */
    abstract void next();

    /** One group of an LSTM: from gates and the cell before to the new cell and state. */
    final void lstm(int group, float[] before, float[] cell, float[] state) {
      int start = 4 * group * units;
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
    private float[][] cells = new float[settings.width()][settings.hidden()];
    private float[][] states = new float[settings.width()][settings.hidden()];
    private float[][] cellsAbove = new float[settings.width()][settings.hidden()];
    private float[][] statesAbove = new float[settings.width()][settings.hidden()];

    TriangleRow(int index) {
      super(index);
    }

    @Override
    float[] state(int column, int group) {
      layer.own().apply(group, inputs[column], gates);
      if (column > 0) {
        layer.left().add(group, inputs[column - 1], gates);
      }
      for (int n = 0; n < 3; n++) {
        int neighbour = column + n - 1;
        if (neighbour >= 0 && neighbour < statesAbove.length) {
          layer.recurrent()[0][n].add(group, statesAbove[neighbour], gates);
        }
      }
      lstm(group, cellsAbove[column], cells[column], states[column]);
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
    private final int width = settings.mapWidth();
    private final float[] none = new float[settings.hidden()];
    private final float[][] cells = new float[width][settings.hidden()];
    private float[][] states = new float[width][settings.hidden()];
    private float[][] statesAbove = new float[width][settings.hidden()];
    private float[][] fromRight = new float[width][settings.hidden()];
    private float[][] fromRightAbove = new float[width][settings.hidden()];
    private final float[] sum = new float[settings.hidden()];

    DiagonalRow(int index) {
      super(index);
    }

    @Override
    float[] state(int column, int group) {
      layer.own().apply(group, inputs[column], gates);
      if (column > 0) {
        layer.recurrent()[0][0].add(group, states[column - 1], gates);
      }
      layer.recurrent()[0][1].add(group, statesAbove[column], gates);
      lstm(group, column > 0 ? cells[column - 1] : none, cells[column], states[column]);
      for (int j = group * units; j < (group + 1) * units; j++) {
        sum[j] = states[column][j] + fromRight[column][j];
      }
      return sum;
    }

    /** The LSTM from the right sees whole rows, and its states count from the row below on. */
    @Override
    void next() {
      float[][] old = fromRightAbove;
      fromRightAbove = fromRight;
      fromRight = old;
      float[] cell = new float[settings.hidden()];
      for (int column = width - 1; column >= 0; column--) {
        for (int group = 0; group < groups; group++) {
          layer.left().apply(group, inputs[column], gates);
          if (column < width - 1) {
            layer.recurrent()[1][0].add(group, fromRight[column + 1], gates);
          }
          layer.recurrent()[1][1].add(group, fromRightAbove[column], gates);
          lstm(group, cell, cell, fromRight[column]);
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
