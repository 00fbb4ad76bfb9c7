package org.dgm4j.model.pixelrnn;

import java.util.Iterator;
import org.dgm4j.engine.RowArithmetic;

/** The computations of the {@link InputConvolution} on the heap, with a row for each channel. */
final class InputKernel {

  private static final int REACH = InputConvolution.REACH;

  private final PixelRnnSettings settings;
  private final LinearKernel above;
  private final LinearKernel left;
  private final LinearKernel centre;

  /** A kernel with the next parameters, as the block has them. */
  InputKernel(PixelRnnSettings settings, Iterator<float[]> parameters) {
    this.settings = settings;
    int channels = settings.channels();
    int features = settings.features();
    above = LinearKernel.upToOwn(1, features, false, parameters);
    left = LinearKernel.upToOwn(1, features, true, parameters);
    centre = channels == 1 ? null : LinearKernel.beforeOwn(channels, features, parameters);
  }

  /** The passes over some examples. */
  final class Pass {
    private final int size;
    private final LinearKernel.Gradient ofAbove = above.zeroGradient();
    private final LinearKernel.Gradient ofLeft = left.zeroGradient();
    private final LinearKernel.Gradient ofCentre = centre == null ? null : centre.zeroGradient();
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
      float[][] ofRows = new float[image.length * REACH * (2 * REACH + 1)][columns];
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

    void addGradientTo(Iterator<float[]> gradients) {
      ofAbove.addTo(gradients);
      ofLeft.addTo(gradients);
      if (ofCentre != null) {
        ofCentre.addTo(gradients);
      }
    }

    private float[][] rowsAbove() {
      float[][] moved = new float[image.length * REACH * (2 * REACH + 1)][image[0].length];
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
