package io.partita.numpy;

import io.partita.MalformedInputException;
import io.partita.archive.ArchiveFault;
import io.partita.archive.ArchiveLimits;
import io.partita.archive.Member;
import io.partita.archive.MemberOutcome;
import io.partita.archive.MemoryFile;
import io.partita.archive.RejectedMember;
import io.partita.archive.ZipDirectory;
import io.partita.archive.ZipMembers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Named arrays in NumPy's npz format: a zip of npy files, stored ({@code numpy.savez}) or deflated
 * ({@code numpy.savez_compressed}). An array is inflated when it is asked for, so one of a type
 * that nothing here reads does no harm to the others.
 */
public final class Npz {
  /** Most arrays of a file that is read. */
  public static final int MAX_ARRAYS = 4096;

  private static final String ENDING = ".npy";

  /** Of version 1.0; writers pad to less. */
  private static final int MAX_HEADER_BYTES = 1 << 16;

  /** Numbers beyond 64 MiB that deflate to a hundredth are no data. */
  private static final ArchiveLimits LIMITS = new ArchiveLimits(1L << 30, 100, 64L << 20);

  private final MemoryFile file;
  private final Map<String, ZipDirectory.Entry> entries;

  private Npz(MemoryFile file, Map<String, ZipDirectory.Entry> entries) {
    this.file = file;
    this.entries = entries;
  }

  /**
   * Reads the names of the arrays; of two with the same name the later counts, as for NumPy.
   *
   * @param bytes the file; not copied
   * @throws MalformedInputException an {@link ArchiveFault} or {@link NpyFault#TOO_MANY_ARRAYS}
   */
  public static Npz read(byte[] bytes) throws MalformedInputException {
    MemoryFile file = new MemoryFile("npz", bytes);
    Map<String, ZipDirectory.Entry> entries = new LinkedHashMap<>();
    try {
      ZipDirectory directory = ZipDirectory.spanning(file);
      if (directory.damage().isPresent()) {
        throw fault(directory.damage().get());
      }
      for (ZipDirectory.Entry entry : directory.entries()) {
        if (entry.path().endsWith(ENDING)) {
          String path = entry.path();
          entries.put(path.substring(0, path.length() - ENDING.length()), entry);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Memory does not fail", e);
    }
    if (entries.size() > MAX_ARRAYS) {
      throw new MalformedInputException(
          NpyFault.TOO_MANY_ARRAYS,
          0,
          "%,d arrays in one file; at most %,d are read".formatted(entries.size(), MAX_ARRAYS));
    }
    return new Npz(file, entries);
  }

  /** Whether bytes start as a zip does. */
  public static boolean isZip(byte[] bytes) {
    return bytes.length > 3 && bytes[0] == 'P' && bytes[1] == 'K' && bytes[2] < 8;
  }

  /** The arrays' names, without {@code .npy}, in the order of the file. */
  public Set<String> names() {
    return Collections.unmodifiableSet(entries.keySet());
  }

  /**
   * An array of floats.
   *
   * @param most largest number of elements that is of use; an array of more than 8 bytes for each
   *     is not inflated
   * @throws MalformedInputException a {@link NpyFault} or {@link ArchiveFault}, at the place of the
   *     array in the file
   */
  public Npy floats(String name, long most) throws MalformedInputException {
    return array(name, most, Npy::read);
  }

  /** An array of floats, as long as memory allows; see {@link #floats(String, long)}. */
  public Npy floats(String name) throws MalformedInputException {
    return floats(name, NpyElements.MOST);
  }

  /** An array of integers; see {@link #floats(String, long)}. */
  public NpyInts ints(String name, long most) throws MalformedInputException {
    return array(name, most, NpyInts::read);
  }

  /** An array of integers, as long as memory allows; see {@link #floats(String, long)}. */
  public NpyInts ints(String name) throws MalformedInputException {
    return ints(name, NpyElements.MOST);
  }

  private <T> T array(String name, long most, Reader<T> reader) throws MalformedInputException {
    ZipDirectory.Entry entry = entries.get(name);
    if (entry == null) {
      throw new MalformedInputException(
          NpyFault.NO_SUCH_ARRAY,
          0,
          "No array %s; there are: %s".formatted(name, String.join(", ", entries.keySet())));
    }
    long useful = Math.max(1, Math.min(most, NpyElements.MOST));
    if (entry.sizeBytes() > MAX_HEADER_BYTES + useful * Long.BYTES) {
      throw new MalformedInputException(
          NpyFault.TOO_LARGE,
          Math.min(entry.headerOffset(), file.size()),
          "Array %s takes %,d bytes, and at most %,d elements are read"
              .formatted(name, entry.sizeBytes(), useful));
    }
    if (LIMITS.isBomb(entry.sizeBytes(), entry.compressedBytes())) {
      throw new MalformedInputException(
          NpyFault.TOO_LARGE,
          Math.min(entry.headerOffset(), file.size()),
          "Array %s takes %,d bytes and is stored in %,d"
              .formatted(name, entry.sizeBytes(), entry.compressedBytes()));
    }
    byte[] bytes = inflated(entry);
    try {
      return reader.read(bytes);
    } catch (MalformedInputException e) {
      throw new MalformedInputException(
          e.fault(),
          Math.min(entry.headerOffset(), file.size()),
          "Array %s, byte %d of it: %s".formatted(name, e.byteOffset(), e.detail()));
    }
  }

  private byte[] inflated(ZipDirectory.Entry entry) throws MalformedInputException {
    try (ZipMembers members = ZipMembers.open(file, List.of(entry), LIMITS, path -> true)) {
      MemberOutcome outcome =
          members
              .next()
              .orElseThrow(
                  () ->
                      new MalformedInputException(
                          ArchiveFault.CORRUPT_MEMBER, 0, entry.path() + " is a folder"));
      if (outcome instanceof Member member) {
        return member.bytes();
      }
      throw fault((RejectedMember) outcome);
    } catch (IOException e) {
      throw new UncheckedIOException("Memory does not fail", e);
    }
  }

  private static MalformedInputException fault(RejectedMember rejected) {
    return new MalformedInputException(
        rejected.fault(), rejected.byteOffset(), rejected.path() + ": " + rejected.detail());
  }

  private interface Reader<T> {
    T read(byte[] file) throws MalformedInputException;
  }

  /** Puts arrays into a file; the same arrays make the same bytes. */
  public static final class Writer {
    /** The first second of 1980 would be written with the zone of this machine. */
    private static final LocalDateTime EARLY = LocalDateTime.of(1980, 2, 1, 0, 0);

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ZipOutputStream zip = new ZipOutputStream(bytes);
    private final boolean isDeflated;

    /** Arrays as they are, as {@code numpy.savez} leaves them. */
    public static Writer stored() {
      return new Writer(false);
    }

    /** Deflated arrays, as {@code numpy.savez_compressed} writes them. */
    public static Writer deflated() {
      return new Writer(true);
    }

    private Writer(boolean isDeflated) {
      this.isDeflated = isDeflated;
    }

    /** Adds floats as float32. */
    public Writer add(String name, Npy array) {
      return add(name, array.toFloat32());
    }

    /** Adds floats as float16; rounding as {@link io.partita.audio.Float16#of}. */
    public Writer addFloat16(String name, Npy array) {
      return add(name, array.toFloat16());
    }

    /** Adds integers. */
    public Writer add(String name, NpyInts array, NpyInts.Type type) {
      return add(name, array.toBytes(type));
    }

    private Writer add(String name, byte[] npy) {
      ZipEntry entry = new ZipEntry(name + ENDING);
      entry.setTimeLocal(EARLY);
      entry.setMethod(isDeflated ? ZipEntry.DEFLATED : ZipEntry.STORED);
      if (!isDeflated) {
        CRC32 crc = new CRC32();
        crc.update(npy);
        entry.setSize(npy.length);
        entry.setCrc(crc.getValue());
      }
      try {
        zip.putNextEntry(entry);
        zip.write(npy);
        zip.closeEntry();
      } catch (IOException e) {
        throw new UncheckedIOException("Memory does not fail", e);
      }
      return this;
    }

    /** The file; nothing can be added afterwards. */
    public byte[] toBytes() {
      try {
        zip.close();
      } catch (IOException e) {
        throw new UncheckedIOException("Memory does not fail", e);
      }
      return bytes.toByteArray();
    }
  }
}
