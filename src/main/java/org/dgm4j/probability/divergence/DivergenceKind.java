package org.dgm4j.probability.divergence;

/**
 * A number for two distributions that is an expectation: of one function under p plus another under
 * q, each of the two log-probabilities of a value. Sums, quadrature and Monte Carlo all compute it
 * from here. For an entropy, q is p.
 */
enum DivergenceKind {
  ENTROPY("H(p)", "nats") {
    @Override
    double underP(double logP, double logQ) {
      return -logP;
    }
  },
  CROSS_ENTROPY("H(p, q)", "nats") {
    @Override
    double underP(double logP, double logQ) {
      return -logQ;
    }
  },
  KL("KL(p ‖ q)", "nats") {
    @Override
    double underP(double logP, double logQ) {
      return logP - logQ;
    }
  },
  JENSEN_SHANNON("JS(p, q)", "nats") {
    @Override
    double underP(double logP, double logQ) {
      double ratio = logQ - logP;
      double logOnePlusRatio = Math.max(0, ratio) + Math.log1p(Math.exp(-Math.abs(ratio)));
      return 0.5 * (Math.log(2) - logOnePlusRatio);
    }

    @Override
    double underQ(double logP, double logQ) {
      return underP(logQ, logP);
    }
  },
  TOTAL_VARIATION("TV(p, q)", "") {
    @Override
    double underP(double logP, double logQ) {
      return 0.5 * Math.max(0, -Math.expm1(logQ - logP));
    }

    @Override
    double underQ(double logP, double logQ) {
      return underP(logQ, logP);
    }
  };

  final String title;
  final String unit;

  DivergenceKind(String title, String unit) {
    this.title = title;
    this.unit = unit;
  }

  abstract double underP(double logP, double logQ);

  double underQ(double logP, double logQ) {
    return 0;
  }

  /** What a cell of these log-probabilities, or a point of these log-densities, contributes. */
  double term(double logP, double logQ) {
    double term = logP > Double.NEGATIVE_INFINITY ? weighted(logP, underP(logP, logQ)) : 0;
    return isSymmetric() && logQ > Double.NEGATIVE_INFINITY
        ? term + weighted(logQ, underQ(logP, logQ))
        : term;
  }

  /** A value times a probability, which may be too small for a double where the product is not. */
  static double weighted(double logProbability, double value) {
    double probability = Math.exp(logProbability);
    return value == 0 || probability >= Double.MIN_NORMAL
        ? probability * value
        : Math.copySign(Math.exp(logProbability + Math.log(Math.abs(value))), value);
  }

  /** Whether q's draws count too; then the value is finite whatever the supports. */
  boolean isSymmetric() {
    return this == JENSEN_SHANNON || this == TOTAL_VARIATION;
  }

  /** Whether the value is infinite if q gives 0 where p does not. */
  boolean needsSupport() {
    return this == CROSS_ENTROPY || this == KL;
  }

  /** Rounding may not take a quantity out of its range. */
  double inRange(double value) {
    return this == KL || isSymmetric() ? Math.min(Math.max(0, value), largest()) : value;
  }

  private double largest() {
    return this == TOTAL_VARIATION
        ? 1
        : this == JENSEN_SHANNON ? Math.log(2) : Double.POSITIVE_INFINITY;
  }

  /** The quantity, without a standard error. */
  Quantity of(Quantity.Method method, double value, String note) {
    return new Quantity(title, inRange(value), unit, method, 0, 0, note);
  }

  Quantity exact(double value) {
    return of(Quantity.Method.EXACT, value, "");
  }

  Quantity infinite(String note) {
    return of(Quantity.Method.EXACT, Double.POSITIVE_INFINITY, note);
  }

  Quantity unknown(String note) {
    return of(Quantity.Method.MONTE_CARLO, Double.NaN, note);
  }

  Quantity estimated(Quantity.Method method, double value, double error, long draws) {
    return new Quantity(title, value, unit, method, error, draws, "");
  }
}
