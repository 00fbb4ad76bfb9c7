package org.dgm4j.model.pixelrnn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.List;
import java.util.SplittableRandom;
import org.dgm4j.engine.Maps;

/**
 * The Diagonal BiLSTM (van den Oord et al. 2016, section 3.2) on maps of shape (features, height,
 * width, batch): a pixel sees all pixels before it, whatever the size of the image.
 *
 * <p>The map is skewed so that a diagonal becomes a column. From column to column, the state of a
 * pixel depends on those of its left and its upper neighbour. The same runs over the map flipped
 * from left to right; there a pixel sees its right neighbour, which comes after it, so that result
 * is moved down by one row before both are added.
 */
final class DiagonalBiLstm extends LstmLayer {

  DiagonalBiLstm(int groups, int features, int hidden, int classes, SplittableRandom seeds) {
    super(
        List.of("fromLeft", "fromRight"),
        PixelLinear.upToOwn(groups, features, 4 * hidden, classes, seeds),
        PixelLinear.upToOwn(groups, features, 4 * hidden, classes, seeds),
        new ConvolutionalLstm(true, groups, hidden, seeds));
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList maps, boolean training, PairList<String, Object> options) {
    NDArray left = projections.get(0).forward(store, maps, training).singletonOrThrow();
    NDArray right = projections.get(1).forward(store, maps, training).singletonOrThrow();
    NDArray diagonals = Maps.skew(NDArrays.stack(new NDList(left, right.flip(2))));
    NDArray states = lstm.forward(store, new NDList(diagonals), training).singletonOrThrow();
    NDList both = Maps.unstack(Maps.unskew(states), 0);
    NDArray below = Maps.shift(both.get(1).flip(2), 1, 1);
    return new NDList(both.get(0).add(below));
  }
}
