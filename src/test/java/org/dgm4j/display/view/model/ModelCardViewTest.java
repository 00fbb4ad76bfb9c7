package org.dgm4j.display.view.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.dgm4j.display.FigureStyle;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.registry.Views;
import org.dgm4j.model.registry.ModelCard;
import org.dgm4j.model.registry.Models;
import org.junit.jupiter.api.Test;

class ModelCardViewTest {

  private static MimeBundle bundle(Object value, String name) throws IOException {
    MimeBundle bundle = Views.of(value).orElseThrow().bundle(FigureStyle.USUAL);
    Path folder = Files.createDirectories(Path.of("target", "pictures", "cards"));
    Files.writeString(folder.resolve(name + ".html"), bundle.get(MimeBundle.HTML));
    return bundle;
  }

  @Test
  void allModelsAreRowsOfATable() throws IOException {
    List<ModelCard> cards = Models.pretrained().list();
    List<String> lines = bundle(Models.pretrained(), "all").get(MimeBundle.TEXT).lines().toList();
    assertTrue(lines.get(0).matches("name +what it is +data +training +test nats +parameters +MB"));
    assertEquals(cards.size() + 2, lines.size());
    for (int i = 0; i < cards.size(); i++) {
      assertTrue(lines.get(i + 1).startsWith(cards.get(i).name()), lines.get(i + 1));
      assertTrue(lines.get(i + 1).contains(cards.get(i).testNats()), lines.get(i + 1));
    }
  }

  @Test
  void aCardHasAllFactsAndSamples() throws IOException {
    ModelCard card = Models.card("nade-drawn-digits");
    MimeBundle bundle = bundle(card, "one");
    String text = bundle.get(MimeBundle.TEXT);
    assertTrue(text.startsWith("nade-drawn-digits\n"), text);
    for (String fact :
        List.of(card.fingerprint(), card.testNats(), card.checksum(), card.command(), "seed 42")) {
      assertTrue(text.contains(fact), fact);
    }
    assertTrue(bundle.get(MimeBundle.PNG) != null || bundle.get(MimeBundle.SVG) != null);
  }
}
