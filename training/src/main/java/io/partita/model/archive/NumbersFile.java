package io.partita.model.archive;

import io.partita.MalformedInputException;
import io.partita.Sha256;
import io.partita.lake.file.AtomicFile;
import io.partita.lake.file.DamagedArchiveException;
import io.partita.numpy.Npy;
import java.io.IOException;
import java.io.InputStream;

/** The file of a model that is no network: its numbers as one row of float32, in NumPy's format. */
final class NumbersFile {
  static final String ENDING = ".npy";

  private static final int MAX_HEADER_BYTES = 1 << 10;

  private NumbersFile() {}

  static byte[] bytes(float[] numbers) {
    return Npy.of(numbers, numbers.length).toFloat32();
  }

  /**
   * Reads the numbers. What is claimed is held against the file's size before memory is taken.
   *
   * @param withUpdater asks for what such a file never has
   * @throws DamagedArchiveException when it is missing, not what the card says or not what Partita
   *     writes
   */
  static NetworkWeights read(AtomicFile file, ModelCard.NetworkFile named, boolean withUpdater)
      throws IOException {
    NetworkArchive.requireRoom(named);
    long most = named.parameters() * Float.BYTES + MAX_HEADER_BYTES;
    if (withUpdater || named.bytes() > most) {
      throw new DamagedArchiveException(named.name() + " is no network in training");
    }
    byte[] bytes;
    try (InputStream in = NetworkArchive.bounded(file, named)) {
      bytes = in.readNBytes((int) named.bytes() + 1);
    }
    if (!Sha256.of(bytes).equals(named.sha256())) {
      throw NetworkArchive.wrongHash(named);
    }
    float[] numbers = numbers(named, bytes);
    NetworkArchive.requireWeights(NetworkArchive.parametersSha256(numbers), named);
    return new NetworkWeights(numbers, null);
  }

  private static float[] numbers(ModelCard.NetworkFile named, byte[] bytes)
      throws DamagedArchiveException {
    float[] numbers;
    try {
      numbers = Npy.read(bytes).values();
    } catch (MalformedInputException e) {
      throw new DamagedArchiveException(named.name() + ": " + e.getMessage(), e);
    }
    if (numbers.length != named.parameters()) {
      throw new DamagedArchiveException(
          named.name() + " is not a row of as many numbers as " + CardFile.NAME + " says");
    }
    for (float number : numbers) {
      if (!Float.isFinite(number)) {
        throw new DamagedArchiveException(named.name() + " has numbers that are not finite (NaN)");
      }
    }
    return numbers;
  }
}
