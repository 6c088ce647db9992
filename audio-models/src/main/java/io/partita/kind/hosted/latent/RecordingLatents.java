package io.partita.kind.hosted.latent;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.partita.MalformedInputException;
import io.partita.UserException;
import io.partita.kind.hosted.CallFault;
import io.partita.lake.file.Json;
import io.partita.model.StrictJson;
import io.partita.model.latent.AddedNoise;
import io.partita.model.latent.LatentFault;
import io.partita.nn.latent.FrameNoise;
import io.partita.numpy.Npy;
import io.partita.numpy.NpyInts;
import io.partita.numpy.Npz;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The latents of a recording and where they come from. In a file they are an npz with the array
 * {@code z}, float32 [dimensions, frames], and {@code origin}, the bytes of a JSON object.
 *
 * @param values [dimension][frame]
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record RecordingLatents(float[][] values, LatentOrigin origin) {
  private static final String VALUES = "z";

  /** JSON of a few hundred bytes. */
  private static final long MAX_ORIGIN_BYTES = 1 << 20;

  private static final String ORIGIN = "origin";
  private static final String HASH = "[0-9a-f]{64}";

  /** Frames of every dimension. */
  public int frames() {
    return values[0].length;
  }

  /** Seconds of the recording. */
  public double seconds() {
    return (double) origin.samples() / origin.sampleRateHz();
  }

  /**
   * Reads a file.
   *
   * @throws MalformedInputException a {@link LatentFault}, or one of the npz
   */
  public static RecordingLatents read(byte[] file) throws MalformedInputException {
    Npz arrays = Npz.read(file);
    if (!arrays.names().contains(VALUES) || !arrays.names().contains(ORIGIN)) {
      throw new MalformedInputException(
          LatentFault.NO_ORIGIN,
          0,
          "no arrays z and origin, which encode writes; there are: "
              + String.join(", ", arrays.names()));
    }
    Npy z = arrays.floats(VALUES);
    int[] shape = z.shape();
    if (shape.length != 2 || shape[0] < 1 || shape[1] < 1) {
      throw new MalformedInputException(
          LatentFault.BAD_SHAPE,
          0,
          "z has the shape " + Arrays.toString(shape) + ", not [dimensions, frames]");
    }
    LatentOrigin origin = origin(arrays.ints(ORIGIN, MAX_ORIGIN_BYTES).toBytes());
    requireFits(origin, shape[1]);
    return new RecordingLatents(z.toFrames(), origin).transposed();
  }

  /**
   * Latents of bytes, as a table has them.
   *
   * @param z [dimensions][frames] float32, little-endian
   * @throws MalformedInputException a {@link LatentFault}, or {@link CallFault#NOT_FINITE}
   */
  public static RecordingLatents of(byte[] z, int dimensions, int frames, LatentOrigin origin)
      throws MalformedInputException {
    long expected = (long) dimensions * frames * Float.BYTES;
    if (dimensions < 1 || frames < 1 || z.length != expected) {
      throw new MalformedInputException(
          LatentFault.BAD_SHAPE,
          Math.max(0, Math.min(z.length, expected)),
          "z has %d bytes, not those of [%d, %d] float32".formatted(z.length, dimensions, frames));
    }
    requireFits(origin, frames);
    ByteBuffer bytes = ByteBuffer.wrap(z).order(ByteOrder.LITTLE_ENDIAN);
    float[][] values = new float[dimensions][frames];
    for (float[] row : values) {
      for (int frame = 0; frame < frames; frame++) {
        row[frame] = bytes.getFloat();
        if (!Float.isFinite(row[frame])) {
          throw new MalformedInputException(
              CallFault.NOT_FINITE,
              bytes.position() - Float.BYTES,
              "a number of z is " + row[frame]);
        }
      }
    }
    return new RecordingLatents(values, origin);
  }

  private static void requireFits(LatentOrigin origin, int frames) throws MalformedInputException {
    long room = (long) frames * origin.ratio();
    if (origin.ratio() < 1
        || origin.sampleRateHz() < 1
        || origin.samples() < 1
        || origin.samples() > room
        || origin.modelSha256() == null
        || !origin.modelSha256().matches(HASH)) {
      throw new MalformedInputException(
          LatentFault.BAD_ORIGIN,
          0,
          "origin says %d samples at %d Hz, %d a frame, for %d frames of model %s"
              .formatted(
                  origin.samples(),
                  origin.sampleRateHz(),
                  origin.ratio(),
                  frames,
                  origin.modelSha256()));
    }
  }

  private static LatentOrigin origin(byte[] bytes) throws MalformedInputException {
    LatentOrigin origin;
    try {
      origin = StrictJson.value(StrictJson.object(bytes), LatentOrigin.class);
    } catch (JsonProcessingException e) {
      origin = null;
    }
    if (origin == null) {
      throw new MalformedInputException(
          LatentFault.BAD_ORIGIN, 0, "origin is no JSON object as encode writes it");
    }
    return origin;
  }

  /** From frames to dimensions. */
  private RecordingLatents transposed() {
    float[][] rows = new float[values[0].length][values.length];
    for (int frame = 0; frame < values.length; frame++) {
      for (int row = 0; row < rows.length; row++) {
        rows[row][frame] = values[frame][row];
      }
    }
    return new RecordingLatents(rows, origin);
  }

  /** The file; the same latents make the same bytes. */
  public byte[] toBytes() {
    byte[] json;
    try {
      json = Json.MAPPER.writeValueAsBytes(origin);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
    float[] flat = new float[values.length * frames()];
    for (int row = 0; row < values.length; row++) {
      System.arraycopy(values[row], 0, flat, row * frames(), frames());
    }
    return Npz.Writer.stored()
        .add(VALUES, Npy.of(flat, values.length, frames()))
        .add(ORIGIN, NpyInts.ofBytes(json), NpyInts.Type.U1)
        .toBytes();
  }

  /**
   * The same with noise on them.
   *
   * @throws UserException where the noise is of a dimension that they lack
   */
  public RecordingLatents perturbed(AddedNoise noise, long seed) {
    float[][] noisy = Arrays.stream(values).map(float[]::clone).toArray(float[][]::new);
    for (int dim : noise.dims(values.length)) {
      for (int frame = 0; frame < frames(); frame++) {
        noisy[dim][frame] += (float) (noise.deviation() * FrameNoise.at(seed, dim, frame));
      }
    }
    return new RecordingLatents(noisy, origin.with(noise.deviation(), noise.named(), seed));
  }

  /**
   * Latents drawn from N(0, I), a function of seed, dimension and frame alone.
   *
   * @param size dimensions
   * @param frames at least 1
   */
  public static float[][] drawn(int size, int frames, long seed) {
    float[][] values = new float[size][frames];
    for (int row = 0; row < size; row++) {
      for (int frame = 0; frame < frames; frame++) {
        values[row][frame] = FrameNoise.at(seed, row, frame);
      }
    }
    return values;
  }
}
