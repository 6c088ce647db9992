package io.partita.codec;

import io.partita.MalformedInputException;
import io.partita.numpy.NpyInts;
import io.partita.numpy.Npz;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Codes in a file of NumPy's: {@code codes}, int16 {@code [stages, frames]}, and {@code
 * codebooks_sha256}, 32 bytes.
 *
 * @param codes [stages][frames]
 * @param codebooksSha256 of the codebooks that they were made with, as {@link CodeBooks#sha256()}
 */
@SuppressWarnings("ArrayRecordComponent") // codes are never compared as a record
public record CodesFile(short[][] codes, String codebooksSha256) {
  private static final String CODES = "codes";
  private static final int SHA256_BYTES = 32;
  private static final String HASH = "codebooks_sha256";

  /** The file. */
  public byte[] toBytes() {
    int frames = codes[0].length;
    short[] all = new short[codes.length * frames];
    for (int stage = 0; stage < codes.length; stage++) {
      System.arraycopy(codes[stage], 0, all, stage * frames, frames);
    }
    byte[] digest = HexFormat.of().parseHex(codebooksSha256);
    int[] hash = new int[digest.length];
    for (int i = 0; i < hash.length; i++) {
      hash[i] = digest[i] & 0xFF;
    }
    return Npz.Writer.deflated()
        .add(CODES, NpyInts.of(all, codes.length, frames), NpyInts.Type.I2)
        .add(HASH, NpyInts.of(hash, hash.length), NpyInts.Type.U1)
        .toBytes();
  }

  /**
   * Reads a file.
   *
   * @param books that the codes must have been made with; codes may be of fewer stages
   * @throws MalformedInputException a fault of the file, or a {@link CodeFault}
   */
  public static CodesFile read(byte[] file, CodeBooks books) throws MalformedInputException {
    Npz npz = Npz.read(file);
    NpyInts array = npz.ints(CODES);
    int[] shape = array.shape();
    if (shape.length != 2 || shape[0] < 1) {
      throw new MalformedInputException(
          CodeFault.WRONG_SHAPE,
          0,
          "Codes are an array [stages, frames], but its shape is " + Arrays.toString(shape));
    }
    if (shape[0] > books.stages()) {
      throw ResidualQuantizer.tooMany(shape[0], books);
    }
    int[] hash = npz.ints(HASH, SHA256_BYTES).values();
    byte[] digest = new byte[hash.length];
    for (int i = 0; i < hash.length; i++) {
      digest[i] = (byte) hash[i];
    }
    String sha256 = HexFormat.of().formatHex(digest);
    requireSame(sha256, books);
    int[] values = array.values();
    short[][] codes = new short[shape[0]][shape[1]];
    for (int i = 0; i < values.length; i++) {
      int code = values[i];
      codes[i / shape[1]][i % shape[1]] = (short) (code == (short) code ? code : -1);
    }
    ResidualQuantizer.check(codes, books);
    return new CodesFile(codes, sha256);
  }

  /**
   * Fails where codes were made with other codebooks.
   *
   * @throws MalformedInputException {@link CodeFault#OTHER_CODEBOOKS}
   */
  public static void requireSame(String sha256, CodeBooks books) throws MalformedInputException {
    if (!sha256.equals(books.sha256())) {
      throw new MalformedInputException(
          CodeFault.OTHER_CODEBOOKS,
          0,
          "The codes were made with the codebooks %s, and these are %s"
              .formatted(brief(sha256), brief(books.sha256())));
    }
  }

  private static String brief(String sha256) {
    return sha256.length() <= 12 ? sha256 : sha256.substring(0, 12) + "…";
  }
}
