package org.dgm4j.model.pixelrnn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.List;
import java.util.SplittableRandom;
import org.dgm4j.engine.Maps;

/**
 * The Row LSTM (van den Oord et al. 2016, section 3.1) on maps of shape (features, height, width,
 * batch): a pixel sees the triangle of pixels above it.
 *
 * <p>The input's part is a masked convolution of width 3 over the row (the pixel itself and the one
 * to its left remain), computed for the whole map at once; from row to row, the state of a pixel
 * depends on those of its three upper neighbours.
 */
final class RowLstm extends LstmLayer {

  RowLstm(int groups, int features, int hidden, int classes, SplittableRandom seeds) {
    super(
        List.of("own", "left"),
        PixelLinear.upToOwn(groups, features, 4 * hidden, classes, seeds),
        PixelLinear.unmasked(features, 4 * hidden, seeds),
        new ConvolutionalLstm(false, groups, hidden, seeds));
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList maps, boolean training, PairList<String, Object> options) {
    NDList before = new NDList(Maps.shift(maps.head(), 2, 1));
    NDArray gates =
        projections
            .get(0)
            .forward(store, maps, training)
            .singletonOrThrow()
            .add(projections.get(1).forward(store, before, training).singletonOrThrow());
    return new NDList(
        lstm.forward(store, new NDList(gates.expandDims(0)), training)
            .singletonOrThrow()
            .squeeze(0));
  }
}
