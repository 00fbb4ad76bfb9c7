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
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import org.dgm4j.base.InterruptibleCall;
import org.dgm4j.base.PartFile;
import org.dgm4j.base.ProgressTask;

/**
 * Fetches the files of a data set that DJL's dataset repository has, and verifies them.
 *
 * @param artifact the name of the data set there
 * @param items the name there of each file, by its name here
 */
record RepositoryDownload(Repository repository, String artifact, Map<String, String> items) {

  private static final int CHUNK = 1 << 16; // 64 kB: few calls, and progress is seen

  /** Fetches files into the folder, gzipped; returns why that failed, or nothing. */
  String fetch(List<String> names, Path folder) {
    if (repository.isRemote() && Utils.isOfflineMode()) {
      return "DJL is in offline mode";
    }
    try (ProgressTask work = ProgressTask.of("file", names.size())) {
      MRL place = repository.dataset(Application.CV.ANY, BasicDatasets.GROUP_ID, artifact, "1.0");
      Artifact found = InterruptibleCall.of(work, () -> 0, place::getDefaultArtifact);
      if (found == null) {
        return "DJL's dataset repository does not have it";
      }
      Files.createDirectories(folder);
      for (String name : names) {
        Artifact.Item item = found.getFiles().get(items.get(name));
        URI address = repository.getBaseUri().resolve(place.toURI()).resolve(item.getUri());
        copy(address, item.getSize(), item.getSha1Hash(), folder.resolve(name + ".gz"));
        work.advance(1);
      }
      return "";
    } catch (CancellationException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      return "the download failed: " + e;
    }
  }

  private static void copy(URI address, long size, String sha1, Path file) throws IOException {
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
