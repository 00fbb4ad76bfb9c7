package org.dgm4j.display.component;

import java.util.Base64;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import org.dgm4j.base.NumberText;
import org.dgm4j.data.Samples;
import org.dgm4j.display.FigureStyle;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.View;
import org.dgm4j.display.chart.ColorScale;
import org.dgm4j.display.chart.Summary;
import org.dgm4j.display.html.Markup;
import org.dgm4j.display.html.Png;
import org.dgm4j.display.html.Script;

/**
 * Images side by side in one picture, row by row, a little apart. Where scripts run, the pixel
 * under the pointer says its image, row, column and value.
 *
 * @param images one or three channels; images with another number of channels show each channel as
 *     an image of its own
 * @param columns the images in a row, at least 1
 * @param scale the width of an image's pixel on the screen, at least 1
 * @param colors the colours of single-channel images
 * @param low the value that gets the lowest colour
 * @param high the value that gets the highest colour
 * @param caption a line below the picture, or the empty string
 * @param unknown which of all values are not known; their pixels have a colour of their own
 */
public record ImageGrid(
    Samples images,
    int columns,
    int scale,
    ColorScale colors,
    double low,
    double high,
    String caption,
    BitSet unknown)
    implements View {

  private static final int SEPARATOR = 0xFF808080; // as far from black as from white

  /** Slate blue: neither a grey of images nor that of the gaps, with any kind of colour vision. */
  private static final int UNKNOWN = 0xFF5B7DB1;

  private static final int WIDEST = 720; // about as wide as a page
  private static final int TINY = 14; // half of MNIST's 28; a gap of one such pixel would be coarse
  private static final int LEVELS = 254; // 255 colours and that of the gaps fill a palette of 256
  private static final int IMAGE_SIZE = 64; // so digits of 28 pixels are shown twice as large

  /**
   * @throws IllegalArgumentException if the samples are no images, or a size is below 1
   */
  public ImageGrid {
    if (!images.isImages()) {
      throw new IllegalArgumentException(
          "A grid shows images, but these are vectors; make images with Samples.images");
    }
    if (columns < 1 || scale < 1) {
      throw new IllegalArgumentException(
          NumberText.format(
              "A grid needs columns and scale of at least 1, but has %d and %d", columns, scale));
    }
    unknown = (BitSet) unknown.clone();
    int[] shape = images.shape();
    if (shape[0] != 1 && shape[0] != 3) {
      images = Samples.images(images.values(), images.count() * shape[0], 1, shape[1], shape[2]);
    }
  }

  @Override
  public BitSet unknown() {
    return (BitSet) unknown.clone();
  }

  /**
   * A grid of all these images, about as wide as a page, in grey from 0 (black) to 1 (white), or to
   * the greatest value if that is above 1. Images with values below 0, such as weights, are white
   * at 0, blue below, vermilion above, and as strong as the greatest absolute value.
   */
  public static ImageGrid of(Samples images) {
    Summary values = Summary.of(images);
    int count = images.count();
    int columns = count <= 10 ? Math.max(1, count) : Math.max(8, (int) Math.ceil(Math.sqrt(count)));
    double bound = Math.max(Math.abs(values.least()), Math.abs(values.greatest()));
    boolean signed = values.least() < 0;
    return new ImageGrid(
            images,
            columns,
            1,
            signed ? ColorScale.DIVERGING : ColorScale.GREY,
            signed ? -bound : 0,
            bound > 1 || signed ? bound : 1,
            "",
            new BitSet())
        .columns(columns);
  }

  /** This grid with another number of images in a row, and the scale that suits it. */
  public ImageGrid columns(int columns) {
    int[] shape = images.shape();
    int fitting = Math.max(1, IMAGE_SIZE / Math.max(shape[1], shape[2]));
    int widest = WIDEST / Math.max(1, columns) / (shape[2] + 1);
    return new ImageGrid(
        images,
        columns,
        Math.max(1, Math.min(fitting, widest)),
        colors,
        low,
        high,
        caption,
        unknown);
  }

  /** This grid with another scale. */
  public ImageGrid scale(int scale) {
    return new ImageGrid(images, columns, scale, colors, low, high, caption, unknown);
  }

  /** This grid with other colours for single-channel images. */
  public ImageGrid colors(ColorScale colors) {
    return new ImageGrid(images, columns, scale, colors, low, high, caption, unknown);
  }

  /** This grid with other values for the lowest and the highest colour. */
  public ImageGrid range(double low, double high) {
    return new ImageGrid(images, columns, scale, colors, low, high, caption, unknown);
  }

  /** This grid with a line below it. */
  public ImageGrid caption(String caption) {
    return new ImageGrid(images, columns, scale, colors, low, high, caption, unknown);
  }

  /** This grid with values that are not known, by their places among all values. */
  public ImageGrid unknown(BitSet unknown) {
    return new ImageGrid(images, columns, scale, colors, low, high, caption, unknown);
  }

  /** The picture as a PNG file: one pixel for each value, or more where images are tiny. */
  public byte[] png() {
    int[] shape = images.shape();
    int size = enlargement();
    int height = shape[1] * size;
    int width = shape[2] * size;
    int gap = gap();
    int totalWidth = pixelWidth();
    int totalHeight = pixelHeight();
    int[] pixels = new int[totalWidth * totalHeight];
    for (int image = 0; image < images.count(); image++) {
      int left = image % columns * (width + gap);
      int top = image / columns * (height + gap);
      int right = Math.min(left + width + gap, totalWidth);
      int bottom = Math.min(top + height + gap, totalHeight);
      float[] values = images.row(image);
      for (int y = top; y < bottom; y++) {
        for (int x = left; x < right; x++) {
          boolean inside = y < top + height && x < left + width;
          int place = (y - top) / size * shape[2] + (x - left) / size;
          pixels[y * totalWidth + x] =
              inside ? pixel(image, values, place, shape[1] * shape[2]) : SEPARATOR;
        }
      }
    }
    return Png.encode(totalWidth, totalHeight, pixels, scale / size);
  }

  private int enlargement() {
    return Math.max(images.shape()[1], images.shape()[2]) < TINY ? scale : 1;
  }

  /** How many pixels of the picture two neighbouring images are apart: across and down. */
  public int[] pitch() {
    int[] shape = images.shape();
    return new int[] {shape[2] * enlargement() + gap(), shape[1] * enlargement() + gap()};
  }

  private int gap() {
    return enlargement() > 1 ? 3 : 1;
  }

  private int pixel(int image, float[] values, int at, int channel) {
    int rgb = 0;
    for (int i = at; i < values.length; i += channel) {
      if (unknown.get(image * values.length + i)) {
        return UNKNOWN;
      }
      double t = high > low ? (values[i] - low) / (high - low) : 0.5;
      rgb = values.length == channel ? color(t) : rgb << 8 | ColorScale.GREY.argb(t) & 0xFF;
    }
    return 0xFF000000 | rgb;
  }

  /** Few enough different colours for a palette. */
  private int color(double t) {
    return colors.argb(colors == ColorScale.GREY ? t : Math.rint(t * LEVELS) / LEVELS);
  }

  /** How wide the picture is, in its own pixels. */
  public int pixelWidth() {
    return Math.max(1, columns * (images.shape()[2] * enlargement() + gap()) - gap());
  }

  /** How high the picture is, in its own pixels. */
  public int pixelHeight() {
    int rows = (images.count() + columns - 1) / columns;
    return Math.max(1, rows * (images.shape()[1] * enlargement() + gap()) - gap());
  }

  /** The number, size and colours of the images. */
  String text() {
    int[] shape = images.shape();
    return NumberText.format(
        "%s, %d × %d pixels, %s, colours from %s to %s",
        NumberText.count(images.count(), "image"),
        shape[1],
        shape[2],
        shape[0] == 3 ? "red green blue" : colors.name().toLowerCase(Locale.ROOT),
        NumberText.text(low),
        NumberText.text(high));
  }

  @Override
  public MimeBundle bundle(FigureStyle style) {
    return bundle(text(), style);
  }

  /** The faces of this grid, with this as the text. */
  public MimeBundle bundle(String text, FigureStyle style) {
    return scale(style.size().multiple(scale)).faces(text, style);
  }

  private MimeBundle faces(String text, FigureStyle style) {
    byte[] png = png();
    int[] shape = images.shape();
    String html =
        NumberText.format("<div style=\"width:fit-content;%s\">", style.theme().css())
            + Markup.image(
                MimeBundle.PNG,
                png,
                pixelWidth() * scale / enlargement(),
                pixelHeight() * scale / enlargement(),
                text,
                "image-rendering:pixelated")
            + (caption.isEmpty() ? "" : "<div>" + Markup.text(caption) + "</div>")
            + "<div>&nbsp;</div></div>"
            + style.script(
                Script.call(
                    "grid.js",
                    shape[2],
                    shape[1],
                    enlargement(),
                    gap(),
                    images.count(),
                    columns,
                    low,
                    high,
                    images.hasLabels() ? images.labels() : List.of(),
                    shape[0] == 3 ? List.of() : colors.stops(),
                    unknown.isEmpty() ? -1 : UNKNOWN & 0xFFFFFF));
    String plain = caption.isEmpty() ? text : text + "\n" + caption;
    return MimeBundle.text(plain)
        .with(MimeBundle.PNG, Base64.getEncoder().encodeToString(png))
        .with(MimeBundle.HTML, html);
  }
}
