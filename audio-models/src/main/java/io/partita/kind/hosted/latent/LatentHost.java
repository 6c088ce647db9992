package io.partita.kind.hosted.latent;

import io.partita.MalformedInputException;
import io.partita.kind.hosted.CallFault;
import io.partita.kind.hosted.HostedArray;
import io.partita.kind.hosted.HostedModel;
import io.partita.kind.hosted.ModelHost;
import io.partita.nn.latent.FrameNoise;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/**
 * Sound to latents and back by a hosted model. Each recording begins with the model's buffers as
 * its file has them, so the order of recordings does not matter. Not for use by several threads.
 */
public final class LatentHost implements AutoCloseable {
  private final ModelHost host;
  private final LatentShape shape;

  private LatentHost(ModelHost host, LatentShape shape) {
    this.host = host;
    this.shape = shape;
  }

  /**
   * Loads a model.
   *
   * @throws io.partita.UserException where its engine is not there or it is no such model
   */
  public static LatentHost open(HostedModel file) {
    LatentShape shape = LatentShape.of(file.name(), file.description());
    return new LatentHost(ModelHost.open(file), shape);
  }

  public LatentShape shape() {
    return shape;
  }

  /**
   * The latents of a recording, in one call.
   *
   * @param samples mono at the model's rate; silence is added up to a whole frame
   * @param seed of what a stochastic model draws
   * @return [size][frames]
   * @throws MalformedInputException a {@link CallFault}
   */
  public float[][] encode(float[] samples, long seed) throws MalformedInputException {
    return encode(samples, seed, shape.frames(samples.length));
  }

  /**
   * The same, some frames a call. Streaming exports give the same latents but for rounding; others
   * hear the edges of the blocks.
   *
   * @param framesPerBlock 1 or more
   */
  public float[][] encode(float[] samples, long seed, int framesPerBlock)
      throws MalformedInputException {
    int frames = shape.frames(samples.length);
    require(frames > 0, CallFault.NO_SAMPLES, 0, "there is not one sample");
    HostedArray heard = HostedArray.mono(Arrays.copyOf(samples, frames * shape.ratio()));
    requireFinite("sample", heard);
    float[][] latents = new float[shape.size()][frames];
    startRecording();
    for (int from = 0; from < frames; from += framesPerBlock) {
      int count = Math.min(framesPerBlock, frames - from);
      float[] block =
          Arrays.copyOfRange(heard.floats(), from * shape.ratio(), (from + count) * shape.ratio());
      HostedArray made = call("encode", HostedArray.mono(block), seed, from, shape.size(), count);
      for (int row = 0; row < shape.size(); row++) {
        System.arraycopy(made.floats(), row * count, latents[row], from, count);
      }
    }
    return latents;
  }

  /**
   * The samples of latents, in one call.
   *
   * @param latents [size][frames]
   * @param seed of what a stochastic model draws
   * @return frames · ratio samples, not limited to [-1, 1]
   * @throws MalformedInputException a {@link CallFault}
   */
  public float[] decode(float[][] latents, long seed) throws MalformedInputException {
    return decode(latents, seed, latents.length == 0 ? 1 : Math.max(1, latents[0].length));
  }

  /** The same, some frames a call; of blocks see {@link #encode(float[], long, int)}. */
  public float[] decode(float[][] latents, long seed, int framesPerBlock)
      throws MalformedInputException {
    require(
        latents.length == shape.size(),
        CallFault.ANOTHER_SHAPE,
        0,
        "the model has " + shape.size() + " numbers a frame, not " + latents.length);
    int frames = latents[0].length;
    require(frames > 0, CallFault.NO_SAMPLES, 0, "there is not one frame");
    requireFinite("latent", HostedArray.rows(latents));
    float[] samples = new float[Math.multiplyExact(frames, shape.ratio())];
    startRecording();
    for (int from = 0; from < frames; from += framesPerBlock) {
      int count = Math.min(framesPerBlock, frames - from);
      float[][] block = new float[latents.length][];
      for (int row = 0; row < block.length; row++) {
        block[row] = Arrays.copyOfRange(latents[row], from, from + count);
      }
      HostedArray made =
          call("decode", HostedArray.rows(block), seed, from, 1, count * shape.ratio());
      System.arraycopy(made.floats(), 0, samples, from * shape.ratio(), count * shape.ratio());
    }
    return samples;
  }

  private void startRecording() {
    if (shape.streaming()) {
      host.reset();
    }
  }

  private HostedArray call(
      String method, HostedArray input, long seed, int from, int rows, int columns)
      throws MalformedInputException {
    OptionalLong drawn =
        shape.stochastic() ? OptionalLong.of(FrameNoise.mix(seed, from)) : OptionalLong.empty();
    List<HostedArray> outputs = host.call(method, List.of(input), drawn);
    HostedArray made = outputs.isEmpty() ? null : outputs.get(0);
    long[] expected = {1, rows, columns};
    require(
        made != null && made.floats() != null && Arrays.equals(made.shape(), expected),
        CallFault.ANOTHER_SHAPE,
        0,
        "the model's %s makes %s of %s where its description promises float32 %s"
            .formatted(
                method,
                made == null ? "nothing" : made.text(),
                input.text(),
                Arrays.toString(expected)));
    requireFinite("result of " + method, made);
    return made;
  }

  private static void requireFinite(String what, HostedArray array) throws MalformedInputException {
    int bad = array.firstNotFinite();
    require(
        bad < 0,
        CallFault.NOT_FINITE,
        Math.max(0, bad) * (long) Float.BYTES,
        bad < 0 ? "" : what + " " + bad + " is " + array.floats()[bad]);
  }

  private static void require(boolean holds, CallFault fault, long byteOffset, String otherwise)
      throws MalformedInputException {
    if (!holds) {
      throw new MalformedInputException(fault, byteOffset, otherwise);
    }
  }

  @Override
  public void close() {
    host.close();
  }
}
