package io.partita.model.archive;

import io.partita.Sha256;
import io.partita.lake.file.AtomicFile;
import io.partita.lake.file.DamagedArchiveException;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UTFDataFormatException;
import java.nio.ByteBuffer;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;

/**
 * The file of a network: a zip archive as DL4J's ModelSerializer writes it, of exactly {@code
 * configuration.json}, {@code coefficients.bin} and {@code updaterState.bin}, in this order.
 *
 * <p>It is written by DL4J and never read by it, whose reader deserialises Java objects and makes
 * instances of classes that the archive names. Here numbers are read and nothing else: an array of
 * ND4J's is two buffers, shape and data, each with its allocation mode (a text), length (64 bits),
 * type (a text) and big-endian numbers. The configuration is passed over, because the card's own
 * makes the network.
 */
final class NetworkArchive {
  private static final String CONFIGURATION = "configuration.json";
  private static final String COEFFICIENTS = "coefficients.bin";
  private static final String UPDATER_STATE = "updaterState.bin";

  /** The networks of all models that can be trained make some kilobytes of it. */
  private static final long MAX_CONFIGURATION_BYTES = 4 << 20;

  /** Adam's mean and square of each gradient. */
  private static final int STATES = 2;

  /**
   * Weights that were drawn or learnt shrink by a tenth. Above {@link #ANY_RATIO_BYTES} a file must
   * have a 16th of what it unpacks to.
   */
  private static final long MAX_RATIO = 16;

  private static final long ANY_RATIO_BYTES = 64 << 20;

  /** ND4J's description of a vector: rank, size, stride, flags, element stride, order. */
  private static final int VECTOR_NUMBERS = 6;

  /** Likewise of a row, which has a size and a stride more. */
  private static final int ROW_NUMBERS = 8;

  private static final int EXPONENT = 0x7f800000;
  private static final int CHUNK_BYTES = 1 << 16;

  private final DataInputStream in;
  private final byte[] chunk = new byte[CHUNK_BYTES];

  private NetworkArchive(InputStream member) {
    this.in = new DataInputStream(member);
  }

  static void write(ComputationGraph network, OutputStream out) throws IOException {
    ModelSerializer.writeModel(network, out, true);
  }

  /** See {@link ModelCard.NetworkFile#parametersSha256}. */
  static String parametersSha256(ComputationGraph network) {
    return parametersSha256(network.params().toFloatVector());
  }

  /** The same of numbers in memory. */
  static String parametersSha256(float[] numbers) {
    ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Float.BYTES);
    bytes.asFloatBuffer().put(numbers);
    return Sha256.of(bytes.array());
  }

  /**
   * Reads the numbers of a network. What is claimed is held against the file's size before memory
   * is taken for it.
   *
   * @param named file as the card describes it
   * @param withUpdater with Adam's state, which is looked at in any case
   * @throws DamagedArchiveException when it is missing, not what the card says or not what Partita
   *     writes
   */
  static NetworkWeights read(AtomicFile file, ModelCard.NetworkFile named, boolean withUpdater)
      throws IOException {
    return read(file, named, archive -> members(archive, named, withUpdater));
  }

  /** What reads the members of an archive that may be damaged. */
  interface Members {
    NetworkWeights read(InputStream archive) throws IOException;
  }

  /**
   * Reads an archive, and holds its hash against the card's whatever its members are.
   *
   * @throws DamagedArchiveException when it is missing, not what the card says, or ends too early
   */
  static NetworkWeights read(AtomicFile file, ModelCard.NetworkFile named, Members members)
      throws IOException {
    requireRoom(named);
    MessageDigest sha256 = Sha256.begin();
    NetworkWeights weights = null;
    DamagedArchiveException damage = null;
    try (InputStream whole = bounded(file, named);
        DigestInputStream hashed = new DigestInputStream(whole, sha256)) {
      try {
        weights = members.read(hashed);
      } catch (DamagedArchiveException e) {
        damage = e;
      } catch (EOFException
          | ZipException
          | UTFDataFormatException
          | IllegalArgumentException e) { // the last one of a member's name
        damage = new DamagedArchiveException(named.name() + " is no archive of a network", e);
      }
      hashed.transferTo(OutputStream.nullOutputStream());
    }
    if (!Sha256.end(sha256).equals(named.sha256())) {
      throw wrongHash(named);
    }
    if (damage != null) {
      throw damage;
    }
    return weights;
  }

  /** Copies the file, and checks its hash on the way. */
  static void copy(AtomicFile file, ModelCard.NetworkFile named, OutputStream out)
      throws IOException {
    MessageDigest sha256 = Sha256.begin();
    try (InputStream in = bounded(file, named)) {
      new DigestInputStream(in, sha256).transferTo(out);
    }
    if (!Sha256.end(sha256).equals(named.sha256())) {
      throw wrongHash(named);
    }
  }

  static DamagedArchiveException wrongHash(ModelCard.NetworkFile named) {
    return new DamagedArchiveException(
        named.name() + " does not have the hash that " + CardFile.NAME + " says");
  }

  /**
   * Holds the hash of weights against the card's.
   *
   * @param found as {@link #parametersSha256} counts it
   */
  static void requireWeights(String found, ModelCard.NetworkFile named)
      throws DamagedArchiveException {
    if (!found.equals(named.parametersSha256())) {
      throw new DamagedArchiveException(
          "the weights in %s do not have the hash that %s says"
              .formatted(named.name(), CardFile.NAME));
    }
  }

  static void requireRoom(ModelCard.NetworkFile named) throws DamagedArchiveException {
    // Divided, as a product of what is claimed may have no room in 64 bits.
    long most = Math.max(ANY_RATIO_BYTES, saturated(named.bytes())) / Float.BYTES;
    if (named.parameters() > Math.min(most, Integer.MAX_VALUE / STATES / Float.BYTES)) {
      throw new DamagedArchiveException(
          String.format(
              Locale.ROOT,
              "%s of %,d bytes cannot hold %,d weights",
              named.name(),
              named.bytes(),
              named.parameters()));
    }
  }

  private static long saturated(long bytes) {
    return bytes > Long.MAX_VALUE / MAX_RATIO ? Long.MAX_VALUE : bytes * MAX_RATIO;
  }

  /** The file as far as the card says that it goes; one byte more is another hash. */
  static InputStream bounded(AtomicFile file, ModelCard.NetworkFile named) throws IOException {
    return new FilterInputStream(opened(file, named)) {
      private long left = named.bytes();

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        int count = in.read(into, offset, length);
        left -= Math.max(0, count);
        if (left < 0) {
          throw new DamagedArchiveException(
              named.name() + " is longer than " + CardFile.NAME + " says");
        }
        return count;
      }
    };
  }

  private static InputStream opened(AtomicFile file, ModelCard.NetworkFile named)
      throws IOException {
    try {
      return file.openPlain();
    } catch (FileNotFoundException e) {
      throw new DamagedArchiveException(named.name() + " is missing", e);
    }
  }

  private static NetworkWeights members(
      InputStream archive, ModelCard.NetworkFile named, boolean withUpdater) throws IOException {
    int count = Math.toIntExact(named.parameters());
    ZipInputStream zip = new ZipInputStream(archive);
    member(zip, CONFIGURATION, named);
    if (zip.skip(MAX_CONFIGURATION_BYTES) == MAX_CONFIGURATION_BYTES) {
      throw new DamagedArchiveException(CONFIGURATION + " in " + named.name() + " is too long");
    }
    member(zip, COEFFICIENTS, named);
    MessageDigest sha256 = Sha256.begin();
    float[] parameters = new NetworkArchive(zip).row(count, true, sha256, COEFFICIENTS);
    requireWeights(Sha256.end(sha256), named);
    member(zip, UPDATER_STATE, named);
    float[] state =
        new NetworkArchive(zip).row(STATES * count, withUpdater, Sha256.begin(), UPDATER_STATE);
    if (zip.getNextEntry() != null) {
      throw new DamagedArchiveException(named.name() + " has a member too many");
    }
    return new NetworkWeights(parameters, state);
  }

  private static void member(ZipInputStream zip, String name, ModelCard.NetworkFile named)
      throws IOException {
    ZipEntry entry = zip.getNextEntry();
    if (entry == null || !entry.getName().equals(name)) {
      throw new DamagedArchiveException(
          named.name() + " has not the three members that Partita writes");
    }
  }

  /**
   * A member that is one vector or row of numbers.
   *
   * @param isKept whether they are wanted, or only looked at
   * @param sha256 of the numbers
   * @return null where they are not kept
   */
  private float[] row(int count, boolean isKept, MessageDigest sha256, String member)
      throws IOException {
    long numbers = buffer("LONG", member);
    boolean isRow = numbers == ROW_NUMBERS;
    boolean isKnown = isRow || numbers == VECTOR_NUMBERS;
    if (!isKnown
        || in.readLong() != (isRow ? 2 : 1)
        || (isRow && in.readLong() != 1)
        || in.readLong() != count) {
      throw otherNumbers(member);
    }
    in.skipNBytes((isRow ? ROW_NUMBERS - 3 : VECTOR_NUMBERS - 2) * (long) Long.BYTES);
    if (buffer("FLOAT", member) != count) {
      throw otherNumbers(member);
    }
    float[] row = isKept ? new float[count] : null;
    for (int first = 0; first < count; first += CHUNK_BYTES / Float.BYTES) {
      int length = Math.min(CHUNK_BYTES / Float.BYTES, count - first);
      in.readFully(chunk, 0, length * Float.BYTES);
      sha256.update(chunk, 0, length * Float.BYTES);
      ByteBuffer read = ByteBuffer.wrap(chunk);
      requireFinite(read, length, member);
      if (isKept) {
        read.asFloatBuffer().get(row, first, length);
      }
    }
    if (in.read() >= 0) {
      throw new DamagedArchiveException(member + " has bytes after its numbers");
    }
    return row;
  }

  /** The length of a buffer, from its head; where it lay in memory once says nothing. */
  private long buffer(String type, String member) throws IOException {
    in.readUTF();
    long length = in.readLong();
    if (!in.readUTF().equals(type)) {
      throw otherNumbers(member);
    }
    return length;
  }

  private static DamagedArchiveException otherNumbers(String member) {
    return new DamagedArchiveException(
        member + " is not a row of as many numbers as " + CardFile.NAME + " says");
  }

  private static void requireFinite(ByteBuffer numbers, int length, String member)
      throws DamagedArchiveException {
    for (int i = 0; i < length; i++) {
      if ((numbers.getInt(i * Float.BYTES) & EXPONENT) == EXPONENT) {
        throw new DamagedArchiveException(member + " has numbers that are not finite (NaN)");
      }
    }
  }
}
