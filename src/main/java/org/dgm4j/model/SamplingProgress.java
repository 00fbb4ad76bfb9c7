package org.dgm4j.model;

import org.dgm4j.data.Samples;

/**
 * Samples while they are drawn.
 *
 * @param samples the first samples, 100 at the most; what is not drawn yet is 0
 * @param drawn which of their values are drawn, shape (count, D)
 */
public record SamplingProgress(Samples samples, boolean[] drawn) {}
