package org.dgm4j.display;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** A real browser without network; tests that want it are skipped where there is none. */
public final class Chromium {

  private Chromium() {}

  /** The elements of a page after its scripts have run. */
  public static String elements(Path folder, String body) throws IOException, InterruptedException {
    Path out = folder.resolve("elements.html");
    run(folder, body, out, "--virtual-time-budget=20000", "--dump-dom");
    return Files.readString(out, StandardCharsets.UTF_8);
  }

  /** A picture of a page. */
  static BufferedImage picture(Path folder, String body, int width, int height)
      throws IOException, InterruptedException {
    Path picture = folder.resolve("picture.png");
    run(
        folder,
        body,
        folder.resolve("out"),
        "--hide-scrollbars",
        "--force-device-scale-factor=1",
        "--window-size=" + width + "," + height,
        "--screenshot=" + picture);
    return ImageIO.read(picture.toFile());
  }

  private static void run(Path folder, String body, Path out, String... options)
      throws IOException, InterruptedException {
    Path page = folder.resolve("page.html");
    Files.writeString(page, "<!DOCTYPE html><meta charset=\"utf-8\"><body>" + body);
    List<String> command = new ArrayList<>();
    command.add(program());
    command.addAll(
        List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--proxy-server=127.0.0.1:1",
            "--user-data-dir=" + folder.resolve("profile")));
    command.addAll(List.of(options));
    command.add(page.toUri().toString());
    new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .redirectOutput(out.toFile())
        .start()
        .waitFor();
  }

  private static String program() {
    Optional<Path> found =
        Stream.of("chromium", "chromium-browser", "google-chrome")
            .flatMap(
                name ->
                    Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                        .map(path -> Path.of(path, name)))
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(found.isPresent(), "no Chromium on the path");
    return found.get().toString();
  }
}
