package org.dgm4j.data.files;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.dgm4j.base.ProgressTask;

/**
 * Reads a file, gzipped or plain as its first bytes say, and says in one sentence what is wrong.
 */
final class DataFile {

  private static final int BUFFER = 1 << 16; // 64 kB: few calls for large files

  /** Reads from the uncompressed content. */
  interface Parser<T> {
    T parse(InputStream in) throws IOException;
  }

  private DataFile() {}

  /**
   * What the parser makes of the content; this is work that can be interrupted.
   *
   * @throws IllegalArgumentException if the file is missing, damaged or not as the parser wants it
   */
  static <T> T read(Path file, Parser<T> parser) {
    try (InputStream content = Files.newInputStream(file);
        ProgressTask work = ProgressTask.onBytes(file.getFileName().toString(), Files.size(file));
        InputStream raw = new BufferedInputStream(new Counted(content, work), BUFFER)) {
      raw.mark(2);
      boolean gzipped = raw.read() == 0x1f && raw.read() == 0x8b;
      raw.reset();
      T parsed = parser.parse(gzipped ? new GZIPInputStream(raw, BUFFER) : raw);
      work.complete();
      return parsed;
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("There is no file " + file, e);
    } catch (EOFException e) {
      throw new IllegalArgumentException(
          file + " ends in the middle of its gzip data; copy or download it again", e);
    } catch (ZipException e) {
      throw new IllegalArgumentException(
          file + " has damaged gzip data (" + e.getMessage() + "); copy or download it again", e);
    } catch (IOException e) {
      throw new IllegalArgumentException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** A stream whose bytes are counted as work when they are read. */
  private static final class Counted extends FilterInputStream {

    private final ProgressTask work;

    Counted(InputStream in, ProgressTask work) {
      super(in);
      this.work = work;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      int count = in.read(bytes, from, length);
      work.advance(Math.max(0, count));
      return count;
    }
  }
}
