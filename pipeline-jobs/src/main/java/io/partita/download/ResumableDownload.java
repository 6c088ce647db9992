package io.partita.download;

import io.partita.Mistake;
import io.partita.UserException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Downloads of files over HTTP that go on after a cut, in the same run or in a later one. A file
 * has its name when it is whole and right, and never before; until then its bytes are in {@code
 * NAME.part} beside it.
 */
final class ResumableDownload {
  private final Consumer<String> say;
  private final BytesListener progress;
  private final RetryPolicy patience;
  private final HttpClient client;

  /** Servers that failed a file: a file more is asked of them once, not several times. */
  private final Set<String> failing = new HashSet<>();

  /** Is told how far a step is. */
  public interface BytesListener {
    /**
     * @param step that is being done, as {@code Downloading fma_small.zip}
     * @param done bytes of it
     * @param total bytes; -1 where they are not known
     */
    void show(String step, long done, long total);
  }

  /**
   * @param say listener that is told what happens, line by line
   * @param progress listener that is told after every piece
   */
  public ResumableDownload(Consumer<String> say, BytesListener progress) {
    this(say, progress, RetryPolicy.USUAL);
  }

  ResumableDownload(Consumer<String> say, BytesListener progress, RetryPolicy patience) {
    this.say = say;
    this.progress = progress;
    this.patience = patience;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(patience.connection())
            .build();
  }

  /**
   * Whether a file is there already, whole as its name promises, and right as far as that can be
   * told: with the publisher's checksum where there is one. Asks no server.
   *
   * @throws UserException when something else than a file has its name
   */
  public boolean isThere(PublishedFile file, Path target) throws IOException {
    if (!Files.exists(target)) {
      return false;
    }
    if (!Files.isRegularFile(target)) {
      throw new UserException(
          Mistake.OCCUPIED, target + " is no file: move it away, or choose another folder.");
    }
    if (file.sha1() != null) {
      String found;
      try (FileChannel channel = FileChannel.open(target)) {
        long size = channel.size();
        found = Sha1.of(channel, done -> progress.show("Checking " + file.name(), done, size));
      }
      if (!found.equals(file.sha1())) {
        say.accept(
            target
                + " is there, but its SHA-1 is "
                + found
                + ", not the published "
                + file.sha1()
                + ": downloading it again.");
        return false;
      }
    }
    say.accept(target + " is there already.");
    return true;
  }

  /**
   * Downloads a file, in place of what has its name now.
   *
   * @param target its place, in a folder that is there
   * @throws UserException when the server refuses it
   * @throws IOException when the network, the server or the disk fails, another run downloads the
   *     same file, or the checksum is wrong; but for the last, what came is kept for a later call
   */
  public void fetch(PublishedFile file, URI address, Path target) throws IOException {
    try (PartFile part = PartFile.open(target)) {
      boolean isPieced = complete(part, address, file);
      String wrong = wrongSha1(part, file);
      if (wrong != null && isPieced) {
        say.accept(file.name() + ": its parts do not fit together; starting from zero.");
        part.clear();
        complete(part, address, file);
        wrong = wrongSha1(part, file);
      }
      if (wrong != null) {
        part.clear();
        throw new IOException(
            file.name()
                + " from "
                + address
                + " has the SHA-1 "
                + wrong
                + ", but "
                + file.sha1()
                + " is published. It was deleted; the same command starts from zero.");
      }
      part.publish();
    }
  }

  private boolean complete(PartFile part, URI address, PublishedFile file) throws IOException {
    String server = address.getRawAuthority();
    RetryPolicy left = failing.contains(server) ? patience.once() : patience;
    failing.add(server);
    boolean isPieced =
        new Transfer(client, left, say, progress, part, address, file.sha1() != null).complete();
    failing.remove(server);
    return isPieced;
  }

  /**
   * Makes the file of what came.
   *
   * <p>What is sent as gzip is the file's encoding and is decoded; but of a {@code .tgz} many
   * servers say so that send it as it is, and then it is kept like that.
   *
   * @return the checksum that was found in place of the published one; null where nothing is wrong
   */
  private String wrongSha1(PartFile part, PublishedFile file) throws IOException {
    if (part.served() == null || !part.served().isEncoded()) {
      return wrongSha1AsItIs(part, file);
    }
    boolean isFileItself =
        file.sha1() != null
            ? wrongSha1AsItIs(part, file) == null
            : ServedFile.isGzipName(file.name()) && !part.holdsGzip();
    if (isFileItself) {
      return null;
    }
    if (!part.inflate()) {
      part.clear();
      throw new IOException(
          file.name()
              + " came as gzip but is not gzip. It was deleted; the same command starts from"
              + " zero.");
    }
    say.accept(file.name() + ": it came as gzip and was inflated.");
    return wrongSha1AsItIs(part, file);
  }

  private String wrongSha1AsItIs(PartFile part, PublishedFile file) throws IOException {
    if (file.sha1() == null) {
      return null;
    }
    String found = part.sha1(done -> progress.show("Checking " + file.name(), done, part.size()));
    return found.equals(file.sha1()) ? null : found;
  }
}
