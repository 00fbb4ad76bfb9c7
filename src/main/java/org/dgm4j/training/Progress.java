package org.dgm4j.training;

import java.util.List;
import java.util.Optional;
import org.dgm4j.model.Objective;

/**
 * What a training has come to while it runs.
 *
 * @param trainNats the mean negative objective of the current epoch so far, in nats
 * @param examplesPerSecond the mean speed of this epoch
 * @param history the epochs that are done
 * @param curve the training objective so far
 * @param objective what the nats say about log p(x)
 * @param parts what the parts of the objective are called; empty if it has none
 * @param warning what is to be known, or does not go as it should, without a full stop
 */
public record Progress(
    double trainNats,
    double examplesPerSecond,
    List<Epoch> history,
    List<CurvePoint> curve,
    Objective objective,
    List<String> parts,
    Optional<String> warning) {}
