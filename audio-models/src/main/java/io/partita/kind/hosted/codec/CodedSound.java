package io.partita.kind.hosted.codec;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.partita.MalformedInputException;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.codec.CodeFault;
import io.partita.codec.CodecLayout;
import io.partita.codec.Ecdc;
import io.partita.codec.Ecdc.Segment;
import io.partita.lake.file.Json;
import io.partita.model.StrictJson;
import io.partita.numpy.Npy;
import io.partita.numpy.NpyInts;
import io.partita.numpy.Npz;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The codes of a recording. In a file they are EnCodec's container, or an npz with the arrays
 * {@code codes}, int16 [codebooks, frames] with segment after segment, {@code scales}, float32
 * [segments], and {@code origin}, the bytes of a JSON object.
 *
 * @param samples of each channel of the recording
 * @param segments in time, all of as many codebooks
 */
public record CodedSound(long samples, List<Segment> segments) {
  /** Most samples of a recording that is decoded: half an hour at 48 kHz, twice. */
  public static final long MAX_SAMPLES = 2L * 1800 * 48_000;

  /** JSON of a few hundred bytes. */
  private static final long MAX_ORIGIN_BYTES = 1 << 20;

  private static final String CODES = "codes";
  private static final String SCALES = "scales";
  private static final String ORIGIN = "origin";

  public CodedSound {
    segments = List.copyOf(segments);
  }

  /** Codebooks that the codes are of. */
  public int stages() {
    return segments.get(0).codes().length;
  }

  /** Frames of all segments together. */
  public int frames() {
    return segments.stream().mapToInt(segment -> segment.codes()[0].length).sum();
  }

  /**
   * The codes of all segments, one after another.
   *
   * @return [codebooks][frames]
   */
  public short[][] codes() {
    short[][] codes = new short[stages()][frames()];
    int at = 0;
    for (Segment segment : segments) {
      int count = segment.codes()[0].length;
      for (int stage = 0; stage < codes.length; stage++) {
        System.arraycopy(segment.codes()[stage], 0, codes[stage], at, count);
      }
      at += count;
    }
    return codes;
  }

  /**
   * The scales of segments as float32, little-endian; null where they are those of sound as it is.
   */
  byte[] scaleBytes() {
    if (segments.stream().allMatch(segment -> segment.scale() == 1)) {
      return null;
    }
    ByteBuffer bytes =
        ByteBuffer.allocate(segments.size() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    segments.forEach(segment -> bytes.putFloat(segment.scale()));
    return bytes.array();
  }

  /**
   * Codes as a table has them.
   *
   * @param codes [codebooks][frames], each below the codec's entries
   * @param scaleBytes as {@link #scaleBytes} makes them
   * @throws MalformedInputException a {@link CodeFault}, where they are not of so many samples
   */
  static CodedSound of(short[][] codes, byte[] scaleBytes, long samples, CodecShape shape)
      throws MalformedInputException {
    float[] scales = new float[shape.segments(samples)];
    if (scaleBytes == null) {
      Arrays.fill(scales, 1);
    } else {
      scales = new float[scaleBytes.length / Float.BYTES];
      ByteBuffer.wrap(scaleBytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(scales);
    }
    requireStages(codes.length, shape);
    return new CodedSound(samples, segments(codes, scales, samples, shape));
  }

  /**
   * The same as EnCodec's container.
   *
   * @throws UserException where the container is not for such codes
   */
  public byte[] toEcdc(CodecShape shape) {
    CodecLayout layout =
        shape
            .layout()
            .orElseThrow(
                () ->
                    new UserException(
                        Mistake.UNSUPPORTED_FILE,
                        "%s has codes of other sizes than an .ecdc file is for: write an .npz."
                            .formatted(shape.model().name())));
    return new Ecdc(layout, samples, stages(), segments, shape.model().sha256()).toBytes();
  }

  /**
   * The same as an npz; the same codes make the same bytes.
   *
   * @param source the recording's file, or null
   * @param sourceSha256 of that, or null
   */
  public byte[] toNpz(CodecShape shape, String source, String sourceSha256) {
    CodeOrigin origin =
        new CodeOrigin(
            List.of(shape.model()),
            shape.rateHz(),
            shape.channels(),
            shape.hop(),
            shape.entries(),
            samples,
            source,
            sourceSha256);
    byte[] json;
    try {
      json = Json.MAPPER.writeValueAsBytes(origin);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
    int frames = frames();
    short[] flat = new short[stages() * frames];
    short[][] codes = codes();
    for (int stage = 0; stage < codes.length; stage++) {
      System.arraycopy(codes[stage], 0, flat, stage * frames, frames);
    }
    float[] scales = new float[segments.size()];
    for (int i = 0; i < scales.length; i++) {
      scales[i] = segments.get(i).scale();
    }
    return Npz.Writer.stored()
        .add(CODES, NpyInts.of(flat, codes.length, frames), NpyInts.Type.I2)
        .add(SCALES, Npy.of(scales, scales.length))
        .add(ORIGIN, NpyInts.ofBytes(json), NpyInts.Type.U1)
        .toBytes();
  }

  /**
   * Reads a file that {@link #toEcdc} or {@link #toNpz} made, or that EnCodec wrote.
   *
   * @param shape of the codec that is to decode it
   * @throws MalformedInputException a {@link CodeFault}, also where another model made the codes,
   *     or one of the npz
   */
  public static CodedSound read(byte[] file, CodecShape shape) throws MalformedInputException {
    CodedSound sound = Npz.isZip(file) ? npz(file, shape) : ecdc(Ecdc.read(file), shape);
    if (sound.samples > MAX_SAMPLES) {
      throw bad("%,d samples, and at most %,d are decoded".formatted(sound.samples, MAX_SAMPLES));
    }
    return sound;
  }

  private static CodedSound ecdc(Ecdc file, CodecShape shape) throws MalformedInputException {
    if (!shape.layout().equals(Optional.of(file.layout()))) {
      throw other(
          "the codes are of %s, and %s has %,d Hz and %d channels"
              .formatted(
                  file.layout().model(), shape.model().name(), shape.rateHz(), shape.channels()));
    }
    if (file.modelSha256() != null && !file.modelSha256().equals(shape.model().sha256())) {
      throw otherModel(shape.model().name(), file.modelSha256(), shape.model());
    }
    requireStages(file.codebooks(), shape);
    return new CodedSound(file.samples(), file.segments());
  }

  private static CodedSound npz(byte[] file, CodecShape shape) throws MalformedInputException {
    Npz arrays = Npz.read(file);
    if (!arrays.names().containsAll(List.of(CODES, SCALES, ORIGIN))) {
      throw bad(
          "no arrays codes, scales and origin, which encode writes; there are: "
              + String.join(", ", arrays.names()));
    }
    CodeOrigin origin = origin(arrays.ints(ORIGIN, MAX_ORIGIN_BYTES).toBytes());
    CodecFile made = origin.files().get(0);
    if (!made.sha256().equals(shape.model().sha256())) {
      throw otherModel(made.name(), made.sha256(), shape.model());
    }
    long frames = 0;
    int count = shape.segments(origin.samples());
    for (int segment = 0; segment < count; segment++) {
      frames += shape.frames(origin.samples(), segment);
    }
    NpyInts codes = arrays.ints(CODES, frames * shape.maxStages());
    requireStages(codes.shape().length == 2 ? codes.shape()[0] : 0, shape);
    return new CodedSound(
        origin.samples(),
        segments(
            codes(codes, shape), arrays.floats(SCALES, count).values(), origin.samples(), shape));
  }

  private static short[][] codes(NpyInts array, CodecShape shape) throws MalformedInputException {
    short[][] codes = new short[array.shape()[0]][array.shape()[1]];
    int[] values = array.values();
    for (int i = 0; i < values.length; i++) {
      int stage = i / codes[0].length;
      int frame = i % codes[0].length;
      if (values[i] < 0 || values[i] >= shape.entries()) {
        throw new MalformedInputException(
            CodeFault.CODE_OUT_OF_RANGE,
            0,
            "Code %d of stage %d, frame %d; the codebook has %d entries"
                .formatted(values[i], stage + 1, frame, shape.entries()));
      }
      codes[stage][frame] = (short) values[i];
    }
    return codes;
  }

  private static CodeOrigin origin(byte[] bytes) throws MalformedInputException {
    CodeOrigin origin;
    try {
      origin = StrictJson.value(StrictJson.object(bytes), CodeOrigin.class);
    } catch (JsonProcessingException e) {
      origin = null;
    }
    if (origin == null
        || origin.files() == null
        || origin.files().isEmpty()
        || origin.files().stream().anyMatch(file -> file == null || !isNamed(file))
        || origin.samples() < 1
        || origin.samples() > MAX_SAMPLES) {
      throw bad("origin is no JSON object as encode writes it");
    }
    return origin;
  }

  private static boolean isNamed(CodecFile file) {
    return file.name() != null && file.sha256() != null && file.sha256().matches("[0-9a-f]{64}");
  }

  private static List<Segment> segments(
      short[][] all, float[] scales, long samples, CodecShape shape)
      throws MalformedInputException {
    int count = shape.segments(samples);
    long expected = 0;
    for (int segment = 0; segment < count; segment++) {
      expected += shape.frames(samples, segment);
    }
    if (scales.length != count || all[0].length != expected) {
      throw new MalformedInputException(
          CodeFault.WRONG_SHAPE,
          0,
          "codes [%d, %d] and %d scales, and %d samples are %d frames in %d segments"
              .formatted(all.length, all[0].length, scales.length, samples, expected, count));
    }
    List<Segment> segments = new ArrayList<>();
    int from = 0;
    for (int segment = 0; segment < count; segment++) {
      int to = from + shape.frames(samples, segment);
      short[][] codes = new short[all.length][];
      for (int stage = 0; stage < codes.length; stage++) {
        codes[stage] = Arrays.copyOfRange(all[stage], from, to);
      }
      if (!Float.isFinite(scales[segment])) {
        throw new MalformedInputException(
            CodeFault.NOT_FINITE, 0, "The scale of segment " + segment + " is " + scales[segment]);
      }
      segments.add(new Segment(scales[segment], codes));
      from = to;
    }
    return segments;
  }

  private static void requireStages(int stages, CodecShape shape) throws MalformedInputException {
    if (stages < 1) {
      throw new MalformedInputException(
          CodeFault.WRONG_SHAPE, 0, "codes are no array [codebooks, frames]");
    }
    if (stages > shape.maxStages()) {
      throw new MalformedInputException(
          CodeFault.TOO_MANY_STAGES,
          0,
          "Codes of %d codebooks, and %s has %d"
              .formatted(stages, shape.model().name(), shape.maxStages()));
    }
  }

  private static MalformedInputException otherModel(String name, String sha256, CodecFile own) {
    return other(
        "it was made by %s, SHA-256 %s…; %s is another, SHA-256 %s…"
            .formatted(name, sha256.substring(0, 12), own.name(), own.sha256().substring(0, 12)));
  }

  private static MalformedInputException other(String detail) {
    return new MalformedInputException(CodeFault.OTHER_CODEBOOKS, 0, detail);
  }

  private static MalformedInputException bad(String detail) {
    return new MalformedInputException(CodeFault.BAD_HEADER, 0, detail);
  }
}
