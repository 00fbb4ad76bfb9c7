package org.dgm4j.display.component;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.dgm4j.display.FigureStyle;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.View;

/**
 * Views below one another.
 *
 * @param views the views, the first on top; the first picture is the picture of the whole
 */
public record Stacked(List<View> views) implements View {

  public Stacked {
    views = List.copyOf(views);
  }

  /** Views below one another. */
  public static Stacked of(View... views) {
    return new Stacked(List.of(views));
  }

  @Override
  public MimeBundle bundle(FigureStyle style) {
    List<MimeBundle> bundles = views.stream().map(view -> view.bundle(style)).toList();
    MimeBundle stacked = MimeBundle.text(joined(bundles, MimeBundle.TEXT, "\n\n"));
    for (String picture : List.of(MimeBundle.SVG, MimeBundle.PNG)) {
      for (MimeBundle bundle : bundles) {
        if (bundle.get(picture) != null && stacked.data().size() == 1) {
          stacked = stacked.with(picture, bundle.get(picture));
        }
      }
    }
    stacked = stacked.with(MimeBundle.HTML, joined(bundles, MimeBundle.HTML, ""));
    return bundles.stream().anyMatch(MimeBundle::needsPlotly) ? stacked.withPlotly() : stacked;
  }

  private static String joined(List<MimeBundle> bundles, String mime, String between) {
    return bundles.stream()
        .map(bundle -> bundle.get(mime))
        .filter(Objects::nonNull)
        .collect(Collectors.joining(between));
  }
}
