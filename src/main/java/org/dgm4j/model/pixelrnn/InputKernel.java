package org.dgm4j.model.pixelrnn;

import ai.djl.nn.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.dgm4j.engine.RowArithmetic;

/** The computations of the {@link InputConvolution} on the heap, with a row for each channel. */
final class InputKernel {

  private static final int REACH = InputConvolution.REACH;
  private static final int WIDTH = 2 * REACH + 1;

  private final PixelRnnSettings settings;
  private final LinearKernel above;
  private final LinearKernel left;
  private final LinearKernel centre;

  InputKernel(PixelRnnSettings settings, InputConvolution block, Map<Parameter, float[]> values) {
    this.settings = settings;
    int features = settings.features();
    above = new LinearKernel(1, features, List.of(block.above), null, values);
    left = new LinearKernel(1, features, List.of(block.left), block.bias, values);
    centre = block.centre == null ? null : new LinearKernel(block.centre, values);
  }

  /**
   * Sets some features of one pixel.
   *
   * @param pixels row by row, with the channels of a pixel one after the other
   */
  void apply(float[][] pixels, int row, int column, float[] map, int from, int count) {
    int channels = settings.channels();
    left.setToBias(map, from, count);
    for (int r = Math.max(0, row - REACH); r <= row; r++) {
      int last = r < row ? Math.min(settings.mapWidth() - 1, column + REACH) : column - 1;
      for (int c = Math.max(0, column - REACH); c <= last; c++) {
        for (int channel = 0; channel < channels; channel++) {
          float value = pixels[r][c * channels + channel];
          int place = c - column + REACH;
          if (r < row) {
            int input = (channel * REACH + r - row + REACH) * WIDTH + place;
            above.addInput(input, value, map, from, count);
          } else {
            left.addInput(channel * REACH + place, value, map, from, count);
          }
        }
      }
    }
    if (centre != null) {
      int own = column * channels;
      centre.add(Arrays.copyOfRange(pixels[row], own, own + channels), map, from, count);
    }
  }

  /** The passes over some examples. */
  final class Pass {
    private final int size;
    private final LinearKernel.Gradient ofAbove = above.new Gradient();
    private final LinearKernel.Gradient ofLeft = left.new Gradient();
    private final LinearKernel.Gradient ofCentre = centre == null ? null : centre.new Gradient();
    private float[][] image;

    /**
     * @param size the number of examples
     */
    Pass(int size) {
      this.size = size;
    }

    /** From a row for each channel, as wide as the map, to one for each feature. */
    float[][] forward(float[][] image) {
      this.image = image;
      float[][] map = new float[settings.features()][image[0].length];
      above.apply(rowsAbove(), map, map[0].length);
      left.apply(pixelsBefore(), map, map[0].length);
      if (centre != null) {
        centre.apply(image, map, map[0].length);
      }
      return map;
    }

    /** From ∂/∂map to ∂/∂image. */
    float[][] backward(float[][] ofMap) {
      int columns = image[0].length;
      float[][] ofImage = new float[image.length][columns];
      float[][] ofRows = new float[image.length * REACH * WIDTH][columns];
      above.backward(rowsAbove(), ofMap, ofRows, ofAbove, columns);
      moveAbove(ofImage, ofRows, true);
      float[][] ofPixels = new float[image.length * REACH][columns];
      left.backward(pixelsBefore(), ofMap, ofPixels, ofLeft, columns);
      moveBefore(ofImage, ofPixels, true);
      if (centre != null) {
        centre.backward(image, ofMap, ofImage, ofCentre, columns);
      }
      return ofImage;
    }

    void addGradientTo(Map<Parameter, float[]> gradients) {
      ofAbove.addTo(gradients);
      ofLeft.addTo(gradients);
      if (ofCentre != null) {
        ofCentre.addTo(gradients);
      }
    }

    private float[][] rowsAbove() {
      float[][] moved = new float[image.length * REACH * WIDTH][image[0].length];
      moveAbove(image, moved, false);
      return moved;
    }

    private float[][] pixelsBefore() {
      float[][] moved = new float[image.length * REACH][image[0].length];
      moveBefore(image, moved, false);
      return moved;
    }

    private void moveAbove(float[][] image, float[][] moved, boolean back) {
      int i = 0;
      for (float[] channel : image) {
        for (int row = -REACH; row < 0; row++) {
          for (int column = -REACH; column <= REACH; column++) {
            move(channel, row, column, moved[i++], back);
          }
        }
      }
    }

    private void moveBefore(float[][] image, float[][] moved, boolean back) {
      int i = 0;
      for (float[] channel : image) {
        for (int column = -REACH; column < 0; column++) {
          move(channel, 0, column, moved[i++], back);
        }
      }
    }

    /** Adds to each pixel the one so many rows and columns from it, or to that one the pixel. */
    private void move(float[] image, int rows, int columns, float[] moved, boolean back) {
      int width = settings.mapWidth();
      int count = (width - Math.abs(columns)) * size;
      for (int row = Math.max(0, -rows); row < settings.height() && count > 0; row++) {
        int to = (row * width + Math.max(0, -columns)) * size;
        int from = ((row + rows) * width + Math.max(0, columns)) * size;
        if (back) {
          RowArithmetic.add(moved, to, image, from, count);
        } else {
          System.arraycopy(image, from, moved, to, count);
        }
      }
    }
  }
}
