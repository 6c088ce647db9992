package io.partita.model.archive;

import io.partita.MalformedInputException;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.audio.Float16;
import io.partita.lake.file.AtomicFile;
import io.partita.lake.file.DamagedArchiveException;
import io.partita.numpy.Npy;
import io.partita.numpy.Npz;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The file of a network to read and never to train: its weights as one row of float16 in NumPy's
 * npz format, deflated, a sixth of what weights and Adam's state are. {@code
 * numpy.load(file)["weights"]} reads it.
 *
 * <p>float16 has 11 bits of a number, so a weight is off by 1 in 2,048 of itself at most, and below
 * 2⁻¹⁴ by 2⁻²⁵; see {@link Float16}.
 */
final class Float16Weights {
  static final String ENDING = ".npz";

  private static final String ARRAY = "weights";
  private static final String MEMBER = ARRAY + ".npy";
  private static final int MAX_HEADER_BYTES = 1 << 10;

  private Float16Weights() {}

  /**
   * The weights as they are read from such a file: each the nearest float16, to even where two are
   * as near.
   *
   * @param model for the message
   * @throws UserException when one is beyond float16, 65,504, or not finite
   */
  static float[] rounded(String model, float[] weights) {
    float[] rounded = new float[weights.length];
    for (int i = 0; i < weights.length; i++) {
      rounded[i] = Float16.toFloat(Float16.of(weights[i]));
      if (!Float.isFinite(rounded[i])) {
        throw new UserException(
            Mistake.WRONG_MODEL,
            String.format(
                Locale.ROOT,
                "Model %s does not fit float16, whose largest number is 65,504: weight %,d is %s."
                    + " Use it as it is.",
                model,
                i,
                weights[i]));
      }
    }
    return rounded;
  }

  /**
   * The file; the same weights make the same bytes.
   *
   * @param rounded by {@link #rounded}
   */
  static byte[] bytes(float[] rounded) {
    return Npz.Writer.deflated().addFloat16(ARRAY, Npy.of(rounded, rounded.length)).toBytes();
  }

  /**
   * Reads the weights. What is claimed is held against the file's size before memory is taken.
   *
   * @param withUpdater asks for what such a file never has
   * @throws UserException when it does
   * @throws DamagedArchiveException when it is missing, not what the card says or not what Partita
   *     writes
   */
  static NetworkWeights read(
      String model, AtomicFile file, ModelCard.NetworkFile named, boolean withUpdater)
      throws IOException {
    if (withUpdater) {
      throw new UserException(
          Mistake.NOT_RESUMABLE,
          "Model "
              + model
              + " has its weights as float16, to be used and not to be trained on: there is"
              + " nothing to go on from. Resume the model that it was packed from, or give another"
              + " --model.");
    }
    NetworkWeights weights = NetworkArchive.read(file, named, archive -> members(archive, named));
    String found = NetworkArchive.parametersSha256(weights.parameters());
    NetworkArchive.requireWeights(found, named);
    return weights;
  }

  private static NetworkWeights members(InputStream archive, ModelCard.NetworkFile named)
      throws IOException {
    ZipInputStream zip = new ZipInputStream(archive);
    ZipEntry entry = zip.getNextEntry();
    if (entry == null || !entry.getName().equals(MEMBER)) {
      throw new DamagedArchiveException(named.name() + " has not the member that Partita writes");
    }
    int most = Math.toIntExact(named.parameters()) * Float16.BYTES + MAX_HEADER_BYTES;
    float[] weights = weights(zip.readNBytes(most), Math.toIntExact(named.parameters()));
    if (zip.getNextEntry() != null) {
      throw new DamagedArchiveException(named.name() + " has a member too many");
    }
    return new NetworkWeights(weights, null);
  }

  /** Of all the ways to write an array in NumPy's format only the one that Partita takes. */
  private static float[] weights(byte[] npy, int count) throws DamagedArchiveException {
    float[] weights;
    try {
      weights = Npy.read(npy).values();
    } catch (MalformedInputException e) {
      throw new DamagedArchiveException(MEMBER + ": " + e.getMessage(), e);
    }
    for (float weight : weights) {
      if (!Float.isFinite(weight)) {
        throw new DamagedArchiveException(MEMBER + " has numbers that are not finite (NaN)");
      }
    }
    if (weights.length != count || !Arrays.equals(Npy.of(weights, count).toFloat16(), npy)) {
      throw new DamagedArchiveException(
          MEMBER + " is not a row of as many float16 as " + CardFile.NAME + " says");
    }
    return weights;
  }
}
