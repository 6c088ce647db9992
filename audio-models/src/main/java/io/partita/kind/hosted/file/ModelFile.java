package io.partita.kind.hosted.file;

import static io.partita.kind.hosted.file.HostedFault.EMPTY;
import static io.partita.kind.hosted.file.HostedFault.LEGACY_PICKLE;
import static io.partita.kind.hosted.file.HostedFault.LFS_POINTER;
import static io.partita.kind.hosted.file.HostedFault.NOT_A_MODEL;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.partita.MalformedInputException;
import io.partita.archive.InputFile;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** The file of a model trained elsewhere, which is what its content says, whatever its name. */
public final class ModelFile {
  private static final int START_BYTES = 64;
  private static final byte[] ZIP = {'P', 'K', 3, 4};
  private static final byte[] LFS = "version https://git-lfs".getBytes(US_ASCII);

  /** What {@code torch.save} began with before zip files: a pickle of 0x1950a86a20f9469cfc6c. */
  private static final byte[] LEGACY = HexFormat.of().parseHex("80028a0a6cfc9c46f9206aa85019");

  private ModelFile() {}

  /**
   * Looks into a file, with {@link HostedLimits#defaults()}. Nothing of it is run.
   *
   * @throws MalformedInputException with a {@link HostedFault} where it is no model
   */
  public static HostedDescription read(InputFile file) throws IOException, MalformedInputException {
    return read(file, HostedLimits.defaults());
  }

  /** As {@link #read(InputFile)}, with other limits. */
  public static HostedDescription read(InputFile file, HostedLimits limits)
      throws IOException, MalformedInputException {
    byte[] start = start(file);
    if (isZip(start)) {
      return TorchScript.read(file, sha256(file), limits);
    }
    throw refused(start);
  }

  /**
   * A model's bytes for its engine: a new zip of the members that {@link #read(InputFile)} looks
   * at, so that no other reading of the file's own zip is run.
   *
   * @throws MalformedInputException with a {@link HostedFault} where it is no model
   */
  public static byte[] runnable(InputFile file) throws IOException, MalformedInputException {
    return TorchScript.runnable(file, HostedLimits.defaults());
  }

  /** Whether a file of any name is weights alone or what is in the place of a model. */
  public static boolean isOne(InputFile file) throws IOException {
    byte[] start = start(file);
    return startsWith(start, LFS) || startsWith(start, LEGACY) || Weights.areAloneIn(file);
  }

  static byte[] start(InputFile file) throws IOException {
    try (InputStream in = file.openStream()) {
      return in.readNBytes(START_BYTES);
    }
  }

  static boolean isZip(byte[] start) {
    return startsWith(start, ZIP);
  }

  private static MalformedInputException refused(byte[] start) {
    if (start.length == 0) {
      return new MalformedInputException(EMPTY, 0, "The file has no bytes");
    }
    if (startsWith(start, LFS)) {
      return new MalformedInputException(
          LFS_POINTER, 0, "The file is a Git LFS pointer: fetch it with git lfs pull");
    }
    if (startsWith(start, LEGACY) || start[0] == (byte) 0x80) {
      return new MalformedInputException(
          LEGACY_PICKLE,
          0,
          "A pickle without a zip, as PyTorch 1.5 and older save weights or a class: export it"
              + " first, with torch.jit.script(model).save(FILE), or save weights again with"
              + " PyTorch 1.6 or newer");
    }
    return new MalformedInputException(
        NOT_A_MODEL,
        0,
        "Neither TorchScript nor weights: it begins with "
            + HexFormat.ofDelimiter(" ")
                .formatHex(Arrays.copyOf(start, Math.min(8, start.length))));
  }

  private static boolean startsWith(byte[] start, byte[] signature) {
    return start.length >= signature.length
        && Arrays.equals(start, 0, signature.length, signature, 0, signature.length);
  }

  /** Of all bytes of a file, 64 hexadecimal digits. */
  public static String sha256(InputFile file) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
    byte[] buffer = new byte[64 << 10];
    try (InputStream in = file.openStream()) {
      int count = in.read(buffer);
      while (count >= 0) {
        digest.update(buffer, 0, count);
        count = in.read(buffer);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
