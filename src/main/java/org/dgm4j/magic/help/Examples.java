package org.dgm4j.magic.help;

import java.util.Optional;

/** Lines that show what a class is for; they work in an empty notebook. */
final class Examples {

  private Examples() {}

  /** Lines for a class that a notebook can use without an import, by its simple name. */
  static Optional<String> of(String type) {
    String lines =
        switch (type) {
          case "Bernoulli" -> "Bernoulli.of(0.3)";
          case "Categorical" -> "Categorical.of(0.1, 0.2, 0.7)";
          case "Conditional", "Variable", "JointTable" ->
              """
              var rain = Variable.of("rain", "no", "yes");
              var wet = Variable.of("wet", "no", "yes");
              JointTable.product(Conditional.of(rain, 0.8, 0.2), Conditional.of(wet, rain, 0.9, 0.1, 0.2, 0.8))
              """;
          case "Divergence" -> "Divergence.kl(Normal.of(0, 1), Normal.of(1, 2))";
          case "Draws" -> "Bernoulli.of(0.3).sample(1000)";
          case "Empirical" -> "Empirical.of(1, 2, 2, 3, 3, 3)";
          case "EmpiricalVectors" ->
              "Empirical.of(new double[] {0.1, 0.2}, new double[] {0.4, 0.3})";
          case "Factorization" -> "Factorization.markov(5, 2)";
          case "GaussianMixture" ->
              "GaussianMixture.of(new double[] {0.3, 0.7}, new double[] {-2, 1}, new double[] {1, 0.5})";
          case "MultivariateGaussianMixture" ->
              """
              GaussianMixture.of(
                  new double[] {0.5, 0.5}, new double[][] {{-2, 0}, {2, 0}}, new double[][] {{1, 1}, {1, 1}})
              """;
          case "Independent" -> "Independent.of(Normal.of(0, 1), Normal.of(3, 2))";
          case "MultivariateNormal" ->
              "MultivariateNormal.of(new double[] {0, 0}, new double[][] {{1, 0.8}, {0.8, 1}})";
          case "Normal" -> "Normal.of(0, 1)";
          case "TargetDensity" -> "TargetDensity.banana()";
          case "VariationalInference", "VariationalFit" ->
              "VariationalInference.of(TargetDensity.banana()).fullNormal().start()";
          case "VariationalComparison" ->
              "VariationalInference.of(TargetDensity.twoModes()).fullNormal().startBoth()";
          case "Dataset", "Datasets" ->
              """
              var digits = Datasets.drawnDigits().binarized(42);
              digits.test().first(16)
              """;
          case "Samples" -> "Samples.vectors(new float[] {0.1f, 0.2f, 0.8f, 0.9f}, 2, 2)";
          case "Mask" ->
              """
              var digits = Datasets.drawnDigits().binarized(42);
              var nade = Nade.builder().image(28, 28).hidden(200).build();
              %train nade digits --epochs 5
              nade.complete(digits.test().first(8), Mask.upperHalf())
              """;
          case "Ordering" ->
              "var nade = Nade.builder().image(28, 28).hidden(200).ordering(Ordering.random(1)).build();";
          case "AutoRegressive" ->
              """
              var digits = Datasets.drawnDigits().binarized(42);
              var ar = AutoRegressive.builder().image(28, 28).order(AutoRegressive.ALL).build();
              %train ar digits --epochs 5
              """;
          case "Nade",
              "GenerativeModel",
              "DensityModel",
              "Training",
              "TrainingRun",
              "Experiments" ->
              """
              var digits = Datasets.drawnDigits().binarized(42);
              var nade = Nade.builder().image(28, 28).hidden(200).build();
              %train nade digits --epochs 5
              nade.sample(64)
              """;
          case "Likelihood" ->
              """
              var digits = Datasets.drawnDigits().binarized(42);
              var nade = Nade.builder().image(28, 28).hidden(200).build();
              %train nade digits --epochs 5
              Likelihood.of(nade, digits.test())
              """;
          case "Rnade" ->
              """
              var moons = Datasets.twoMoons();
              var rnade = Nade.builder().dimensions(2).hidden(50).mixture(10).build();
              %train rnade moons --epochs 5
              rnade.sample(500)
              """;
          case "PixelRnn" ->
              """
              var digits = Datasets.drawnDigits(14, 1000, 1L).binarized(42);
              var rows = PixelRnn.builder().image(14, 14).rowLstm().hidden(16).layers(1).build();
              %train rows digits --epochs 1
              rows.sample(16)
              """;
          case "Vae", "LatentVariableModel", "Latent", "EvidenceLowerBound" ->
              """
              var digits = Datasets.drawnDigits().binarized(42);
              var vae = Vae.builder().image(28, 28).latent(2).hidden(200).build();
              %train vae digits --epochs 5
              Latent.manifold(vae, 20)
              """;
          case "Gan" ->
              """
              var digits = Datasets.drawnDigits();
              var gan = Gan.builder().image(28, 28).latent(20).hidden(200).build();
              %train gan digits --epochs 5 --momentum 0.5
              gan.sample(64)
              """;
          case "GaussianAutoRegressive" ->
              "GaussianAutoRegressive.fit(new double[] {1, 2, 1.5, 2.5, 2, 3, 2.5, 3.5}, 1)";
          case "FactorizedModel" ->
              """
              var patterns = Datasets.barsAndStripes(3);
              FactorizedModel.fit(Factorization.markov(9, 2), patterns.train())
              """;
          case "Models" ->
              """
              var nade = Nade.builder().image(28, 28).hidden(200).build();
              %save nade models/nade
              var loaded = Models.load("models/nade", Nade.class);
              var trained = Models.pretrained("nade-mnist", Nade.class);
              """;
          case "ModelCard" -> "Models.card(\"nade-mnist\")";
          case "ModelCards" -> "Models.pretrained()";
          case "Optimizers" ->
              """
              var digits = Datasets.drawnDigits().binarized(42);
              var nade = Nade.builder().image(28, 28).hidden(200).build();
              Training.of(nade).data(digits).epochs(5).optimizer(Optimizers.adam(0.001)).start()
              """;
          case "AnomalyDetection", "Roc" ->
              """
              var digits = Datasets.drawnDigits().binarized(42);
              var nade = Nade.builder().image(28, 28).hidden(200).build();
              var others = digits.only(3);
              %train nade digits.without(3) --epochs 5
              AnomalyDetection.of(nade, digits.without(3).test(), others.test())
              """;
          case "SampleQuality" ->
              """
              var digits = Datasets.drawnDigits().binarized(42);
              var vae = Vae.builder().image(28, 28).latent(20).hidden(500).build();
              %train vae digits --epochs 5
              SampleQuality.of(vae, digits)
              """;
          case "Classification" ->
              """
              var digits = Datasets.drawnDigits().binarized(42);
              var nade = Nade.builder().image(28, 28).hidden(200).classes(10).build();
              %train nade digits --epochs 5
              Classification.of(nade, digits.test())
              """;
          case "LinearProbe" ->
              """
              var digits = Datasets.drawnDigits();
              LinearProbe.of(digits.train(), digits.test())
              """;
          case "PrincipalComponents" -> "PrincipalComponents.of(Datasets.drawnDigits().test())";
          case "BinomialDistribution" -> "BinomialDistribution.of(10, 0.3)";
          case "CauchyDistribution",
              "LaplaceDistribution",
              "LogisticDistribution",
              "LogNormalDistribution",
              "NormalDistribution",
              "UniformContinuousDistribution" ->
              type + ".of(0, 1)";
          case "BetaDistribution", "GammaDistribution", "WeibullDistribution" -> type + ".of(2, 5)";
          case "ChiSquaredDistribution",
              "ExponentialDistribution",
              "PoissonDistribution",
              "TDistribution" ->
              type + ".of(4)";
          case "GeometricDistribution" -> "GeometricDistribution.of(0.3)";
          case "UniformDiscreteDistribution" -> "UniformDiscreteDistribution.of(1, 6)";
          default -> "";
        };
    return Optional.of(lines.strip()).filter(found -> !found.isEmpty());
  }
}
