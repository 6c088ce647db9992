package io.partita.kind.hosted.file;

import static io.partita.kind.hosted.file.HostedFault.BROKEN_ZIP;
import static io.partita.kind.hosted.file.HostedFault.CUT_ZIP;
import static io.partita.kind.hosted.file.HostedFault.TOO_LARGE;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.partita.MalformedInputException;
import io.partita.archive.ArchiveLimits;
import io.partita.archive.InputFile;
import io.partita.archive.ZipContent;
import io.partita.archive.ZipDirectory;
import io.partita.archive.ZipDirectory.Entry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The members of a model's zip by their names below its one top folder, as {@code data.pkl}. */
final class ModelZip {
  private static final int LOCAL_HEADER_BYTES = 30;

  private static final int MOST_BYTES = Integer.MAX_VALUE - 64;

  /** PyTorch stores weights as they are, and nobody's deflate to a sixteenth. */
  private static final ArchiveLimits LIMITS = new ArchiveLimits(1L << 30, 16, 64L << 20);

  private static final Pattern PLAIN = Pattern.compile("[^\\p{Cntrl}\\\\]+");
  private static final Pattern UP = Pattern.compile("(?:^|/)(?:\\.{0,2}/|\\.\\.?$)");

  private final InputFile file;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Set<String> names = new HashSet<>();
  private String top;

  private ModelZip(InputFile file) {
    this.file = file;
  }

  /**
   * Reads the directory, and checks each member's sum: damaged weights sound like noise.
   *
   * @throws MalformedInputException CUT_ZIP without a directory, BROKEN_ZIP when it or a member is
   *     damaged, TOO_LARGE with more members than values are allowed, or with members that inflate
   *     too far
   */
  static ModelZip open(InputFile file, HostedLimits limits)
      throws IOException, MalformedInputException {
    ModelZip zip = new ModelZip(file);
    ZipDirectory directory = directory(file);
    if (directory.damage().isPresent()) {
      throw new MalformedInputException(
          BROKEN_ZIP, directory.damage().get().byteOffset(), directory.damage().get().detail());
    }
    if (directory.entries().size() > limits.maxValues()) {
      throw new MalformedInputException(
          TOO_LARGE, 0, "The zip has more than " + limits.maxValues() + " members");
    }
    long inflated = 0;
    for (Entry entry : directory.entries()) {
      inflated += Math.max(0, Math.min(entry.sizeBytes(), Long.MAX_VALUE - inflated));
    }
    if (LIMITS.isBomb(inflated, file.size())) {
      throw new MalformedInputException(
          TOO_LARGE, 0, "The zip of %,d bytes inflates to %,d".formatted(file.size(), inflated));
    }
    byte[] buffer = new byte[64 << 10];
    for (Entry entry : directory.entries()) {
      if (!entry.isDirectory()) {
        zip.check(entry, buffer);
        zip.add(entry);
      }
    }
    return zip;
  }

  /** Names that two readers of zips may take for different members are refused. */
  private void add(Entry entry) throws IOException, MalformedInputException {
    String path = entry.path();
    int slash = path.indexOf('/');
    String folder = path.substring(0, slash + 1);
    if (top == null) {
      top = folder;
    }
    String name = path.substring(slash + 1);
    boolean isPlain = PLAIN.matcher(path).matches() && !UP.matcher(path).find();
    if (!isPlain || !folder.equals(top) || !names.add(name.toLowerCase(Locale.ROOT))) {
      throw new MalformedInputException(
          BROKEN_ZIP,
          start(entry),
          "The zip has the member %s: %s"
              .formatted(
                  QuotedTexts.shortened(path),
                  !isPlain
                      ? "no exporter writes such a name"
                      : folder.equals(top)
                          ? "its name is there twice"
                          : "another folder at its top"));
    }
    entries.put(name, entry);
  }

  /**
   * A zip of what was looked at and nothing else, so that an engine reads what was read here
   * whatever the file's own zip says to another reader.
   *
   * @param wanted names of members
   */
  byte[] packed(Predicate<String> wanted) throws IOException, MalformedInputException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(Math.toIntExact(file.size()));
    try (ZipOutputStream packed = new ZipOutputStream(bytes)) {
      packed.setMethod(ZipOutputStream.STORED);
      for (Map.Entry<String, Entry> member : entries.entrySet()) {
        if (wanted.test(member.getKey())) {
          byte[] content = bytes(member.getValue(), MOST_BYTES);
          CRC32 crc = new CRC32();
          crc.update(content);
          ZipEntry entry = new ZipEntry("model/" + member.getKey());
          entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
          entry.setSize(content.length);
          entry.setCrc(crc.getValue());
          packed.putNextEntry(entry);
          packed.write(content);
          packed.closeEntry();
        }
      }
    }
    return bytes.toByteArray();
  }

  private static ZipDirectory directory(InputFile file)
      throws IOException, MalformedInputException {
    try {
      return ZipDirectory.read(file);
    } catch (MalformedInputException e) {
      throw new MalformedInputException(
          CUT_ZIP,
          Math.min(e.byteOffset(), file.size()),
          "The zip has no directory at its end: it was not fetched or copied whole");
    }
  }

  private void check(Entry entry, byte[] buffer) throws IOException, MalformedInputException {
    if (entry.overlaps()) {
      throw new MalformedInputException(
          BROKEN_ZIP, start(entry), "Two members of the zip share bytes");
    }
    try (InputStream in = stream(entry)) {
      int count = in.read(buffer);
      while (count >= 0) {
        count = in.read(buffer);
      }
    } catch (IOException e) {
      throw unwrapped(e, entry);
    }
  }

  /**
   * Checks what PyTorch notes of its numbers, where it does.
   *
   * @throws MalformedInputException BROKEN_ZIP where they are of another machine
   */
  void requireLittleEndian() throws IOException, MalformedInputException {
    Entry order = find("byteorder").orElse(null);
    if (order != null && !new String(bytes(order, 64), US_ASCII).equals("little")) {
      throw new MalformedInputException(
          BROKEN_ZIP, start(order), "Its numbers are not in the order of bytes that is read");
    }
  }

  Optional<Entry> find(String name) {
    return Optional.ofNullable(entries.get(name));
  }

  Map<String, Entry> entries() {
    return entries;
  }

  /**
   * A member's content.
   *
   * @param most bytes of it that are read
   * @throws MalformedInputException TOO_LARGE where there are more
   */
  byte[] bytes(Entry entry, int most) throws IOException, MalformedInputException {
    byte[] bytes;
    try (InputStream in = stream(entry)) {
      bytes = in.readNBytes(most);
      if (bytes.length == most && in.read() >= 0) {
        throw new MalformedInputException(
            TOO_LARGE,
            start(entry),
            "%s has more than %d bytes".formatted(QuotedTexts.shortened(entry.path()), most));
      }
    } catch (IOException e) {
      throw unwrapped(e, entry);
    }
    return bytes;
  }

  /** Where in the file a member's data begin. */
  long dataOffset(Entry entry) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(LOCAL_HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    try (SeekableByteChannel channel = file.openChannel()) {
      channel.position(entry.headerOffset());
      int count = 0;
      while (header.hasRemaining() && count >= 0) {
        count = channel.read(header);
      }
    }
    return start(entry)
        + LOCAL_HEADER_BYTES
        + (header.getShort(26) & 0xffff)
        + (header.getShort(28) & 0xffff);
  }

  /** The place of a member for a fault: within the file, whatever the directory claims. */
  long start(Entry entry) throws IOException {
    return Math.max(0, Math.min(entry.headerOffset(), file.size()));
  }

  private InputStream stream(Entry entry) throws IOException, MalformedInputException {
    try {
      return ZipContent.openStream(file, entry);
    } catch (MalformedInputException e) {
      throw new MalformedInputException(BROKEN_ZIP, start(entry), e.detail());
    }
  }

  /** Damage leaves a member's stream as the cause of an exception of storage. */
  private MalformedInputException unwrapped(IOException e, Entry entry) throws IOException {
    if (e.getCause() instanceof MalformedInputException damage) {
      return new MalformedInputException(BROKEN_ZIP, start(entry), damage.detail());
    }
    throw e;
  }
}
