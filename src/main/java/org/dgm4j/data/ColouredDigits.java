package org.dgm4j.data;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.dgm4j.base.Randomness;
import org.dgm4j.probability.joint.JointTable;
import org.dgm4j.probability.joint.Variable;

/**
 * Drawn digits in colour on textured ground, whose dependence between channels is known.
 *
 * <p>The texture of a pixel is three bits, darker or lighter for each channel, drawn from {@link
 * #TEXTURE} for every pixel anew. Red also tells whether there is a digit, and nothing else does:
 *
 * <pre>
 * red   = 0 or 1/3 on the ground, 2/3 or 1 on the digit
 * green = 1/4 or 3/4
 * blue  = 1/4 or 3/4
 * </pre>
 *
 * So red, quantized to four levels or more, tells the digit and the bit of red, and whatever a
 * model makes of the digits: independent channels cost the total correlation of the texture more
 * for every pixel.
 */
public final class ColouredDigits {

  /** How surely green is like red, and blue unlike both if they agree. */
  private static final double SURE = 0.95;

  /** p(red, green, blue): 0 is darker, 1 lighter. */
  public static final JointTable TEXTURE =
      JointTable.of(
          bits -> {
            boolean agree = bits[0] == bits[1];
            double green = agree ? SURE : 1 - SURE;
            double blue = !agree ? 0.5 : bits[2] != bits[0] ? SURE : 1 - SURE;
            return 0.5 * green * blue;
          },
          channel("red"),
          channel("green"),
          channel("blue"));

  private static final double[] CUMULATIVE = TEXTURE.probabilities();

  static {
    for (int i = 1; i < CUMULATIVE.length; i++) {
      CUMULATIVE[i] += CUMULATIVE[i - 1];
    }
  }

  private ColouredDigits() {}

  private static Variable channel(String name) {
    return Variable.of(name, "darker", "lighter");
  }

  /** Images of shape (3, size, size) with labels 0 to 9, as even in number as possible. */
  public static Samples draw(int count, int size, long seed) {
    Samples digits = DrawnDigits.draw(count, size, Randomness.derive(seed, 0));
    int pixels = size * size;
    long textures = Randomness.derive(seed, 1);
    float[] values = new float[Math.multiplyExact(count, 3 * pixels)];
    IntStream.range(0, count)
        .parallel()
        .forEach(
            i -> {
              SplittableRandom random = new SplittableRandom(Randomness.derive(textures, i));
              for (int pixel = 0; pixel < pixels; pixel++) {
                int texture = texture(random.nextDouble());
                int at = 3 * i * pixels + pixel;
                int ink = digits.value(i, pixel) >= 0.5 ? 2 : 0;
                values[at] = (ink + (texture >> 2)) / 3f;
                values[at + pixels] = (texture >> 1 & 1) == 1 ? 0.75f : 0.25f;
                values[at + 2 * pixels] = (texture & 1) == 1 ? 0.75f : 0.25f;
              }
            });
    return Samples.owning(values, digits.labels(), count, 3, size, size);
  }

  /** The three bits of a texture: 4 red + 2 green + blue. */
  private static int texture(double uniform) {
    int cell = 0;
    while (cell < CUMULATIVE.length - 1 && uniform >= CUMULATIVE[cell]) {
      cell++;
    }
    return cell;
  }
}
