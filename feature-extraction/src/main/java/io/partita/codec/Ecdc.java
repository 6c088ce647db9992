package io.partita.codec;

import io.partita.MalformedInputException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * EnCodec's container: {@code ECDC}, a version 0, the length of a header of JSON with the model
 * ({@code m}), the audio's length ({@code al}), the number of codebooks ({@code nc}) and whether a
 * language model compressed the codes ({@code lm}); then for each segment its scale, where the
 * model has one, and its codes as {@link CodePacking} puts them. Numbers are big-endian.
 *
 * @param samples length of the audio, of each channel
 * @param codebooks stages of codes
 * @param segments in time
 * @param modelSha256 of the model's file, 64 hexadecimal digits, which Partita adds to the header
 *     and other readers pass over; null where it is not known
 */
public record Ecdc(
    CodecLayout layout, long samples, int codebooks, List<Segment> segments, String modelSha256) {
  /** Most samples of a file that is read: nearly a day of 48 kHz. */
  public static final long MAX_SAMPLES = 1L << 32;

  private static final byte[] MAGIC = {'E', 'C', 'D', 'C'};
  private static final int HEAD_BYTES = 9;
  private static final int MAX_HEADER_BYTES = 1 << 16;

  public Ecdc {
    segments = List.copyOf(segments);
  }

  /** Of a model whose file is not known. */
  public Ecdc(CodecLayout layout, long samples, int codebooks, List<Segment> segments) {
    this(layout, samples, codebooks, segments, null);
  }

  /**
   * A segment of the audio.
   *
   * @param scale that the decoded segment is multiplied by; 1 where the model has none
   * @param codes [codebooks][frames]
   */
  @SuppressWarnings("ArrayRecordComponent") // codes are never compared as a record
  public record Segment(float scale, short[][] codes) {}

  /**
   * Reads a container.
   *
   * @throws MalformedInputException a {@link CodeFault}
   */
  public static Ecdc read(byte[] file) throws MalformedInputException {
    if (file.length < MAGIC.length || !startsWithMagic(file)) {
      throw new MalformedInputException(
          CodeFault.NOT_CODES, 0, "No EnCodec container: the file does not start with ECDC");
    }
    if (file.length < HEAD_BYTES) {
      throw truncated(file, "within the header's length");
    }
    if (file[4] != 0) {
      throw new MalformedInputException(
          CodeFault.BAD_HEADER, 4, "Version " + (file[4] & 0xFF) + " of the format; 0 is known");
    }
    long length = ByteBuffer.wrap(file).getInt(5) & 0xFFFF_FFFFL;
    if (length > MAX_HEADER_BYTES) {
      throw new MalformedInputException(
          CodeFault.BAD_HEADER, 5, "A header of " + length + " bytes");
    }
    if (HEAD_BYTES + length > file.length) {
      throw truncated(file, "within a header of " + length + " bytes");
    }
    return read(file, EcdcHeader.read(file, HEAD_BYTES, (int) length), HEAD_BYTES + (int) length);
  }

  private static Ecdc read(byte[] file, EcdcHeader header, int from)
      throws MalformedInputException {
    CodecLayout layout = header.layout();
    long samples = header.samples();
    int codebooks = header.codebooks();
    List<Segment> segments = new ArrayList<>();
    int at = from;
    for (int segment = 0; segment < layout.segments(samples); segment++) {
      int frames = layout.frames(samples, segment);
      float scale = 1;
      if (layout.isScaled()) {
        scale = scale(file, at);
        at += Float.BYTES;
      }
      segments.add(
          new Segment(
              scale,
              CodePacking.unpack(file, at, codebooks, frames, layout.bits(), layout.entries())));
      at += (int) CodePacking.bytes(codebooks, frames, layout.bits());
    }
    if (at < file.length) {
      throw new MalformedInputException(
          CodeFault.TRAILING_BYTES, at, (file.length - at) + " bytes after the last code");
    }
    return new Ecdc(layout, samples, codebooks, segments, header.modelSha256());
  }

  /** The file. */
  public byte[] toBytes() {
    String header =
        String.format(
            Locale.ROOT,
            "{\"m\": \"%s\", \"al\": %d, \"nc\": %d, \"lm\": false%s}",
            layout.model(),
            samples,
            codebooks,
            modelSha256 == null ? "" : ", \"sha256\": \"" + modelSha256 + "\"");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(MAGIC);
    out.write(0);
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(header.length()).array());
    out.writeBytes(header.getBytes(StandardCharsets.US_ASCII));
    for (Segment segment : segments) {
      if (layout.isScaled()) {
        out.writeBytes(ByteBuffer.allocate(Float.BYTES).putFloat(segment.scale).array());
      }
      out.writeBytes(CodePacking.pack(segment.codes, layout.bits()));
    }
    return out.toByteArray();
  }

  private static boolean startsWithMagic(byte[] file) {
    for (int i = 0; i < MAGIC.length; i++) {
      if (file[i] != MAGIC[i]) {
        return false;
      }
    }
    return true;
  }

  private static float scale(byte[] file, int at) throws MalformedInputException {
    if (at + Float.BYTES > file.length) {
      throw truncated(file, "within the scale of a segment");
    }
    float scale = ByteBuffer.wrap(file).getFloat(at);
    if (!Float.isFinite(scale)) {
      throw new MalformedInputException(
          CodeFault.NOT_FINITE, at, "The scale of a segment is " + scale);
    }
    return scale;
  }

  private static MalformedInputException truncated(byte[] file, String where) {
    return new MalformedInputException(
        CodeFault.TRUNCATED,
        file.length,
        "The file ends after " + file.length + " bytes, " + where);
  }
}
