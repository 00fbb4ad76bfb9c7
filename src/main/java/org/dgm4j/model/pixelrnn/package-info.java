/** PixelRNN: images pixel by pixel, by a Row LSTM or a Diagonal BiLSTM. */
package org.dgm4j.model.pixelrnn;
