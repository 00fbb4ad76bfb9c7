package org.dgm4j.display.view.model;

import java.util.List;
import org.dgm4j.base.NumberText;
import org.dgm4j.display.View;
import org.dgm4j.display.component.Captioned;
import org.dgm4j.display.component.SortableTable;
import org.dgm4j.display.component.Stacked;
import org.dgm4j.display.component.TableView;
import org.dgm4j.display.view.value.SamplesView;
import org.dgm4j.model.registry.ModelCard;
import org.dgm4j.model.registry.ModelCards;

/** What is known of trained models that come with the plugin. */
public final class ModelCardView {

  private ModelCardView() {}

  /** A row for each model. */
  public static View of(ModelCards cards) {
    return new SortableTable(
        new TableView(
            List.of("name", "what it is", "data", "training", "test nats", "parameters", "MB"),
            cards.list().stream().map(ModelCardView::row).toList(),
            "Load one: var model = Models.pretrained(\"nade-mnist\", Nade.class). All that is known"
                + " of it: Models.card(\"nade-mnist\"). Nats are mean ± standard error, ≤ by the"
                + " evidence lower bound; those on mnist and on binarized-mnist are of other"
                + " binarizations, and not to be compared."));
  }

  private static List<String> row(ModelCard card) {
    return List.of(
        card.name(),
        card.about(),
        card.data(),
        NumberText.count(card.epochs(), "epoch"),
        card.testNats(),
        NumberText.count(card.parameters()),
        NumberText.fixed(card.bytes() * 1e-6, 2));
  }

  /** All that is known of a model, and samples of it. */
  public static View of(ModelCard card) {
    TableView facts =
        new TableView(
            List.of("what", "is"),
            card.facts().entrySet().stream()
                .map(fact -> List.of(fact.getKey(), fact.getValue()))
                .toList(),
            "");
    return new Captioned(card.name(), Stacked.of(facts, SamplesView.of(card.samples())));
  }
}
