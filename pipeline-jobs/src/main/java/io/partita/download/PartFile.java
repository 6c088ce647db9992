package io.partita.download;

import com.fasterxml.jackson.core.JacksonException;
import io.partita.lake.file.Json;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.LongConsumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The beginning of a file on its way, beside the file's place: the bytes in {@code NAME.part},
 * where they come from in {@code NAME.part.json}. Whoever holds it open holds its lock too.
 */
final class PartFile implements AutoCloseable {
  private static final int INFLATER_BYTES = 1 << 16;
  private final Path target;
  private final Path part;
  private final Path about;
  private final FileChannel channel;
  private final Path decoded;
  private long size;
  private ServedFile served;
  private boolean isDecoded;

  private PartFile(Path target, FileChannel channel) throws IOException {
    this.target = target;
    this.part = part(target);
    this.about = about(target);
    this.decoded = target.resolveSibling(target.getFileName() + ".part.decoded");
    this.channel = channel;
    this.size = channel.size();
    this.served = readServed();
  }

  /**
   * Takes up what an earlier run left, or begins.
   *
   * @param target the file's place, in a folder that is there
   * @throws IOException also when another run has the file in its hands
   */
  static PartFile open(Path target) throws IOException {
    FileChannel channel;
    try {
      channel =
          FileChannel.open(
              part(target),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
    } catch (AccessDeniedException e) {
      // Without its cause, whose message is a bare path and would be told in place of this one.
      throw new IOException("Cannot write " + part(target) + ": permission denied.");
    }
    try {
      // A run that ended just now has renamed or deleted what this one has opened.
      if (channel.tryLock() != null && Files.exists(part(target))) {
        return new PartFile(target, channel);
      }
    } catch (OverlappingFileLockException e) {
      // Held by this very process: refused below as another's.
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    channel.close();
    throw new IOException(
        "Another run is downloading " + target + ". Try again when it has ended.");
  }

  private static Path part(Path target) {
    return target.resolveSibling(target.getFileName() + ".part");
  }

  private static Path about(Path target) {
    return target.resolveSibling(target.getFileName() + ".part.json");
  }

  String name() {
    return target.getFileName().toString();
  }

  /** How many bytes there are. */
  long size() {
    return size;
  }

  /** Where they come from; null where that is not known. */
  ServedFile served() {
    return served;
  }

  /** How many more bytes the disk can take. */
  long usableSpace() throws IOException {
    return Files.getFileStore(part).getUsableSpace();
  }

  /** Drops all bytes; those to come are of another file. */
  void beginAnew(ServedFile newFile) throws IOException {
    clear();
    remember(newFile);
  }

  /** Drops all bytes. */
  void clear() throws IOException {
    Files.deleteIfExists(decoded);
    isDecoded = false;
    channel.truncate(0);
    size = 0;
  }

  /** Writes down where the bytes come from, for a later run. */
  void remember(ServedFile newFile) throws IOException {
    Files.write(about, Json.SNAKE_CASE.writeValueAsBytes(newFile));
    served = newFile;
  }

  void append(byte[] bytes, int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, count);
    while (buffer.hasRemaining()) {
      size += channel.write(buffer, size);
    }
  }

  /** The checksum of all bytes. Any other reader's end would end the lock, as POSIX has it. */
  String sha1(LongConsumer done) throws IOException {
    if (isDecoded) {
      try (FileChannel file = FileChannel.open(decoded)) {
        return Sha1.of(file, done);
      }
    }
    return Sha1.of(channel, done);
  }

  /**
   * Inflates what came; from now on that is the file.
   *
   * @return whether it could be
   */
  boolean inflate() throws IOException {
    try (OutputStream out = Files.newOutputStream(decoded)) {
      inflated().transferTo(out);
      isDecoded = true;
    } catch (ZipException | EOFException e) {
      Files.deleteIfExists(decoded);
    }
    return isDecoded;
  }

  /** Whether what came is a gzip file within another. */
  boolean holdsGzip() throws IOException {
    try {
      byte[] start = inflated().readNBytes(2);
      return start.length == 2 && start[0] == 0x1f && start[1] == (byte) 0x8b;
    } catch (ZipException | EOFException e) {
      return false;
    }
  }

  /** Not to be closed: that would close the channel and end the lock. */
  private InputStream inflated() throws IOException {
    channel.position(0);
    return new GZIPInputStream(Channels.newInputStream(channel), INFLATER_BYTES);
  }

  /** Gives the file its name, in place of an older one. */
  void publish() throws IOException {
    if (isDecoded) {
      try (FileChannel file = FileChannel.open(decoded, StandardOpenOption.WRITE)) {
        file.force(true);
      }
      Files.move(decoded, target, StandardCopyOption.ATOMIC_MOVE);
      Files.delete(part);
    } else {
      channel.force(true);
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    }
    Files.deleteIfExists(about);
  }

  /** Leaves for a later run what it can go on from. */
  @Override
  public void close() throws IOException {
    try (channel) {
      Files.deleteIfExists(decoded);
      if (size == 0) {
        Files.deleteIfExists(about);
        Files.deleteIfExists(part);
      }
    }
  }

  private ServedFile readServed() throws IOException {
    byte[] text;
    try {
      text = Files.readAllBytes(about);
    } catch (NoSuchFileException e) {
      return null;
    }
    try {
      return Json.SNAKE_CASE.readValue(text, ServedFile.class);
    } catch (JacksonException e) {
      return null; // cut short by a kill: the bytes are of unknown origin
    }
  }
}
