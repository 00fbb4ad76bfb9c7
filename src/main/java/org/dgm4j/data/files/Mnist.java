package org.dgm4j.data.files;

import ai.djl.Application;
import ai.djl.basicdataset.BasicDatasets;
import ai.djl.repository.Artifact;
import ai.djl.repository.MRL;
import ai.djl.repository.Repository;
import ai.djl.util.Hex;
import ai.djl.util.Utils;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.dgm4j.base.InterruptibleCall;
import org.dgm4j.base.PartFile;
import org.dgm4j.base.ProgressTask;
import org.dgm4j.data.Dataset;
import org.dgm4j.data.Samples;

/** Handwritten digits from files in the data folder, downloaded where they are missing. */
public final class Mnist {

  private static final String TRAIN_IMAGES = "train-images-idx3-ubyte";
  private static final String TRAIN_LABELS = "train-labels-idx1-ubyte";
  private static final String TEST_IMAGES = "t10k-images-idx3-ubyte";
  private static final String TEST_LABELS = "t10k-labels-idx1-ubyte";

  /** As is usual for MNIST: 50,000 are left to train with. */
  private static final int VALIDATION = 10_000;

  private static final int CHUNK = 1 << 16; // 64 kB: few calls, and progress is seen

  /** The name of each file in the repository of DJL. */
  private static final Map<String, String> ITEMS =
      Map.of(
          TRAIN_IMAGES, "train_data",
          TRAIN_LABELS, "train_labels",
          TEST_IMAGES, "test_data",
          TEST_LABELS, "test_labels");

  private Mnist() {}

  /** Grey images; the last 10,000 of the training file validate. */
  public static Dataset grey(Path dataFolder) {
    return grey(dataFolder, BasicDatasets.REPOSITORY);
  }

  static Dataset grey(Path dataFolder, Repository repository) {
    Path folder = dataFolder.resolve("mnist");
    Map<String, Path> files =
        files(
            folder,
            List.of(TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS),
            missing -> download(missing, folder, repository));
    Samples train = labelled(files.get(TRAIN_IMAGES), files.get(TRAIN_LABELS));
    Samples test = labelled(files.get(TEST_IMAGES), files.get(TEST_LABELS));
    int validation = Math.min(VALIDATION, train.count() / 6);
    return new Dataset(
        "mnist",
        "handwritten digits by LeCun, Cortes and Burges, from " + folder,
        train.range(0, train.count() - validation),
        train.range(train.count() - validation, train.count()),
        test);
  }

  /** Binary images in the fixed binarization and splits of Larochelle and Murray (2011). */
  public static Dataset binarized(Path dataFolder) {
    Path folder = dataFolder.resolve("binarized_mnist");
    String train = "binarized_mnist_train.amat";
    String validation = "binarized_mnist_valid.amat";
    String test = "binarized_mnist_test.amat";
    Map<String, Path> files =
        files(folder, List.of(train, validation, test), missing -> "there is no download for them");
    return new Dataset(
        "binarized-mnist",
        "handwritten digits in the fixed binarization of Larochelle and Murray, from " + folder,
        binaryImages(files.get(train)),
        binaryImages(files.get(validation)),
        binaryImages(files.get(test)));
  }

  private static Samples labelled(Path images, Path labels) {
    Samples samples = IdxFile.images(images);
    int[] classes = IdxFile.labels(labels);
    if (classes.length != samples.count()) {
      throw new IllegalArgumentException(
          String.format(
              "%s has %d images, but %s has %d labels; these files do not belong together",
              images, samples.count(), labels, classes.length));
    }
    return samples.labelled(classes);
  }

  private static Samples binaryImages(Path file) {
    Samples rows = BinaryTable.read(file);
    if (rows.dimensions() != 784) {
      throw new IllegalArgumentException(
          String.format(
              "%s has %d values a line, but images of 28×28 need 784", file, rows.dimensions()));
    }
    return rows.reshaped(1, 28, 28);
  }

  /** The files by name, gzipped or plain, after an attempt to fetch what is missing. */
  private static Map<String, Path> files(
      Path folder, List<String> names, Function<List<String>, String> fetch) {
    List<String> missing = new ArrayList<>();
    Map<String, Path> found = present(folder, names, missing);
    if (missing.isEmpty()) {
      return found;
    }
    String failure = fetch.apply(missing);
    if (failure.isEmpty()) {
      return present(folder, names, new ArrayList<>());
    }
    throw new IllegalStateException(
        String.format(
            "%s lacks %s (%s); put these files there, gzipped or plain, or set DGM4J_DATA to the"
                + " folder that has %s/",
            folder, String.join(", ", missing), failure, folder.getFileName()));
  }

  private static Map<String, Path> present(Path folder, List<String> names, List<String> missing) {
    Map<String, Path> found = new LinkedHashMap<>();
    for (String name : names) {
      Path gzipped = folder.resolve(name + ".gz");
      Path plain = folder.resolve(name);
      if (Files.isRegularFile(gzipped) || Files.isRegularFile(plain)) {
        found.put(name, Files.isRegularFile(gzipped) ? gzipped : plain);
      } else {
        missing.add(name);
      }
    }
    return found;
  }

  /** Fetches files into the folder; returns why that failed, or nothing. */
  private static String download(List<String> names, Path folder, Repository repository) {
    if (repository.isRemote() && Utils.isOfflineMode()) {
      return "DJL is in offline mode";
    }
    try (ProgressTask work = ProgressTask.of("file", names.size())) {
      MRL place = repository.dataset(Application.CV.ANY, BasicDatasets.GROUP_ID, "mnist", "1.0");
      Artifact artifact = InterruptibleCall.of(work, () -> 0, place::getDefaultArtifact);
      if (artifact == null) {
        return "DJL's dataset repository does not have it";
      }
      Files.createDirectories(folder);
      for (String name : names) {
        Artifact.Item item = artifact.getFiles().get(ITEMS.get(name));
        URI address = repository.getBaseUri().resolve(place.toURI()).resolve(item.getUri());
        fetch(address, item.getSize(), item.getSha1Hash(), folder.resolve(name + ".gz"));
        work.advance(1);
      }
      return "";
    } catch (CancellationException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      return "the download failed: " + e;
    }
  }

  private static void fetch(URI address, long size, String sha1, Path file) throws IOException {
    try (PartFile part = PartFile.beside(file);
        ProgressTask work = ProgressTask.onBytes(file.getFileName().toString(), size)) {
      AtomicLong bytes = new AtomicLong();
      String found = InterruptibleCall.of(work, bytes::get, () -> copy(address, part, bytes));
      if (!found.equalsIgnoreCase(sha1)) {
        throw new IOException(address + " does not have the SHA-1 that DJL's repository states");
      }
      part.complete();
    }
  }

  /** Counts the bytes that it writes to a file that is there; returns their SHA-1. */
  private static String copy(URI address, PartFile file, AtomicLong bytes)
      throws IOException, NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-1");
    try (InputStream in = new DigestInputStream(Utils.openUrl(address.toURL()), digest);
        OutputStream out = file.open()) {
      byte[] buffer = new byte[CHUNK];
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        out.write(buffer, 0, length);
        bytes.addAndGet(length);
      }
    }
    return Hex.toHexString(digest.digest());
  }
}
