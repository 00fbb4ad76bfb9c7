package org.dgm4j.experiments;

import java.util.List;
import org.dgm4j.training.CurvePoint;

/**
 * How several trainings went, side by side.
 *
 * @param curves in the order in which they were asked for
 */
public record LearningCurves(List<Curve> curves) {

  public LearningCurves {
    curves = List.copyOf(curves);
  }

  /**
   * How one training went.
   *
   * @param name what tells it from the others
   * @param validated whether the nats are those of validation; else of training
   * @param points nats per example after each epoch
   */
  public record Curve(String name, boolean validated, List<CurvePoint> points) {

    public Curve {
      points = List.copyOf(points);
    }
  }
}
