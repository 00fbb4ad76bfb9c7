package org.dgm4j.display.registry;

import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDArray;
import java.awt.image.RenderedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.imageio.ImageIO;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.apache.commons.statistics.distribution.DiscreteDistribution;
import org.dgm4j.data.Dataset;
import org.dgm4j.data.Samples;
import org.dgm4j.display.View;
import org.dgm4j.display.chart.Chart;
import org.dgm4j.display.component.Captioned;
import org.dgm4j.display.component.ChartView;
import org.dgm4j.display.component.HistogramView;
import org.dgm4j.display.component.Picture;
import org.dgm4j.display.tablesaw.ColumnView;
import org.dgm4j.display.tablesaw.DataTable;
import org.dgm4j.display.tablesaw.FigureView;
import org.dgm4j.display.view.evaluation.AnomalyView;
import org.dgm4j.display.view.evaluation.ClassificationView;
import org.dgm4j.display.view.evaluation.ComparisonView;
import org.dgm4j.display.view.evaluation.ExperimentsView;
import org.dgm4j.display.view.evaluation.LatentView;
import org.dgm4j.display.view.evaluation.LearningCurvesView;
import org.dgm4j.display.view.evaluation.PrincipalComponentsView;
import org.dgm4j.display.view.evaluation.RocView;
import org.dgm4j.display.view.evaluation.SampleQualityView;
import org.dgm4j.display.view.live.TrainingView;
import org.dgm4j.display.view.model.CompletionsView;
import org.dgm4j.display.view.model.ForecastView;
import org.dgm4j.display.view.model.ModelCardView;
import org.dgm4j.display.view.model.PixelBitsView;
import org.dgm4j.display.view.model.PixelConditionalsView;
import org.dgm4j.display.view.model.ReceptiveFieldView;
import org.dgm4j.display.view.probability.DistributionView;
import org.dgm4j.display.view.probability.DrawsView;
import org.dgm4j.display.view.probability.FactorizationView;
import org.dgm4j.display.view.probability.JointTableView;
import org.dgm4j.display.view.probability.NumbersView;
import org.dgm4j.display.view.probability.PairDensityView;
import org.dgm4j.display.view.probability.TargetDensityView;
import org.dgm4j.display.view.probability.VariationalView;
import org.dgm4j.display.view.value.ArrayView;
import org.dgm4j.display.view.value.ObjectView;
import org.dgm4j.display.view.value.SamplesView;
import org.dgm4j.evaluation.AnomalyDetection;
import org.dgm4j.evaluation.Classification;
import org.dgm4j.evaluation.Comparison;
import org.dgm4j.evaluation.Likelihood;
import org.dgm4j.evaluation.PrincipalComponents;
import org.dgm4j.evaluation.Roc;
import org.dgm4j.evaluation.latent.Latent;
import org.dgm4j.evaluation.quality.SampleQuality;
import org.dgm4j.experiments.Experiments;
import org.dgm4j.experiments.LearningCurves;
import org.dgm4j.model.Completions;
import org.dgm4j.model.EvidenceLowerBound;
import org.dgm4j.model.FactorizedModel;
import org.dgm4j.model.autoregressive.GaussianAutoRegressive.Forecast;
import org.dgm4j.model.pixelrnn.PixelBits;
import org.dgm4j.model.pixelrnn.PixelConditionals;
import org.dgm4j.model.pixelrnn.ReceptiveField;
import org.dgm4j.model.registry.ModelCard;
import org.dgm4j.model.registry.ModelCards;
import org.dgm4j.probability.Draws;
import org.dgm4j.probability.Multivariate;
import org.dgm4j.probability.divergence.Quantity;
import org.dgm4j.probability.joint.Bayes;
import org.dgm4j.probability.joint.Conditional;
import org.dgm4j.probability.joint.Factorization;
import org.dgm4j.probability.joint.FittedFactorization;
import org.dgm4j.probability.joint.Independence;
import org.dgm4j.probability.joint.JointTable;
import org.dgm4j.probability.joint.ParameterCount;
import org.dgm4j.probability.variational.TargetDensity;
import org.dgm4j.probability.variational.VariationalComparison;
import org.dgm4j.probability.variational.VariationalFit;
import org.dgm4j.training.TrainingRun;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.components.Page;
import tech.tablesaw.table.TableSlice;

/** Which values have a view, and which view that is. */
public final class Views {

  private static final int SHOWN = 64;
  private static final List<Class<?>> ARRAYS =
      List.of(
          double[].class,
          float[].class,
          int[].class,
          long[].class,
          short[].class,
          byte[].class,
          double[][].class,
          float[][].class,
          int[][].class,
          long[][].class);
  private static final Map<Class<?>, Function<Object, View>> VIEWS = new LinkedHashMap<>();

  static {
    add(View.class, view -> view);
    add(Chart.class, ChartView::of);
    add(Samples.class, SamplesView::of);
    add(Dataset.class, Views::dataset);
    add(DiscreteDistribution.class, DistributionView::of);
    add(ContinuousDistribution.class, DistributionView::of);
    add(Draws.class, DrawsView::new);
    add(JointTable.class, JointTableView::of);
    add(Conditional.class, JointTableView::of);
    add(Bayes.class, JointTableView::of);
    add(Factorization.class, FactorizationView::of);
    add(FittedFactorization.class, FactorizationView::of);
    add(FactorizedModel.class, FactorizationView::of);
    add(Independence.class, NumbersView::of);
    add(Quantity.class, NumbersView::of);
    add(ParameterCount.class, NumbersView::of);
    add(Multivariate.class, Views::multivariate);
    add(TargetDensity.class, TargetDensityView::new);
    add(VariationalFit.class, VariationalView::of);
    add(VariationalComparison.class, VariationalView::of);
    add(TrainingRun.class, TrainingView::of);
    add(Experiments.class, ExperimentsView::of);
    add(Comparison.class, ComparisonView::new);
    add(SampleQuality.class, SampleQualityView::new);
    add(LearningCurves.class, LearningCurvesView::of);
    add(Likelihood.class, Views::likelihood);
    add(EvidenceLowerBound.class, Views::bound);
    add(AnomalyDetection.class, AnomalyView::of);
    add(Classification.class, ClassificationView::new);
    add(Roc.class, RocView::of);
    add(PrincipalComponents.class, PrincipalComponentsView::of);
    add(Latent.Scatter.class, LatentView::of);
    add(Latent.Manifold.class, LatentView::of);
    add(Latent.Interpolation.class, LatentView::of);
    add(Latent.Traversal.class, LatentView::of);
    add(Latent.Explorer.class, LatentView::of);
    add(Latent.Probe.class, LatentView::of);
    add(Forecast.class, ForecastView::of);
    add(Completions.class, CompletionsView::new);
    add(ReceptiveField.class, ReceptiveFieldView::new);
    add(PixelConditionals.class, PixelConditionalsView::new);
    add(PixelBits.class, PixelBitsView::new);
    add(ModelCards.class, ModelCardView::of);
    add(ModelCard.class, ModelCardView::of);
    add(Table.class, DataTable::of);
    add(TableSlice.class, slice -> DataTable.of(slice.asTable()));
    add(Column.class, ColumnView::of);
    add(Figure.class, FigureView::of);
    add(Page.class, FigureView::of);
    add(NDArray.class, ArrayView::view);
    add(Image.class, Views::image);
    add(RenderedImage.class, image -> Picture.of("image", image));
    ARRAYS.forEach(type -> add(type, ArrayView::words));
    add(Map.class, ObjectView::of);
    add(Record.class, ObjectView::of);
    add(List.class, ObjectView::of);
  }

  private Views() {}

  private static View dataset(Dataset dataset) {
    Samples train = dataset.train();
    return new Captioned(
        dataset.toString(), SamplesView.of(train.first(Math.min(SHOWN, train.count()))));
  }

  /** DJL's image, which may be one of AWT, or of a library of its own. */
  private static View image(Image image) {
    if (image.getWrappedImage() instanceof RenderedImage wrapped) {
      return Picture.of("image", wrapped);
    }
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    try {
      image.save(png, "png");
      return Picture.of("image", ImageIO.read(new ByteArrayInputStream(png.toByteArray())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static View likelihood(Likelihood likelihood) {
    return new Captioned(
        likelihood.toString(),
        HistogramView.of("", "log p(x) (nats)").with("", likelihood.logProbability()));
  }

  private static View bound(EvidenceLowerBound bound) {
    return new Captioned(
        bound.toString(),
        HistogramView.of("", "nats")
            .with("evidence lower bound", bound.nats())
            .with("reconstruction", bound.reconstruction()));
  }

  private static View multivariate(Multivariate distribution) {
    return distribution.dimensions() == 2
        ? PairDensityView.of(distribution)
        : View.text(distribution.toString());
  }

  private static <T> void add(Class<T> type, Function<T, View> view) {
    VIEWS.put(type, value -> view.apply(type.cast(value)));
  }

  /** The types whose values, and those of their subtypes, have a view. */
  public static List<Class<?>> types() {
    return List.copyOf(VIEWS.keySet());
  }

  /** A table as it is now, with all rows, up to 100,000, to page through, whatever their size. */
  public static View whole(Table table) {
    return DataTable.whole(table);
  }

  /** A picture of a value that was asked for; its text where there is none. */
  public static View drawing(Object value) {
    return ArrayView.isPlain(value)
        ? ArrayView.of(value)
        : of(value).orElseGet(() -> View.text(String.valueOf(value)));
  }

  /** The view of a value; empty where it has none. */
  public static Optional<View> of(Object value) {
    return VIEWS.entrySet().stream()
        .filter(entry -> entry.getKey().isInstance(value))
        .findFirst()
        .map(entry -> entry.getValue().apply(value));
  }
}
