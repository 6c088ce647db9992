package io.partita.kind.hosted.codec;

import static io.partita.kind.hosted.codec.HostedCall.require;

import io.partita.MalformedInputException;
import io.partita.UserException;
import io.partita.codec.CodeBooks;
import io.partita.codec.Ecdc.Segment;
import io.partita.codec.OverlapAdd;
import io.partita.kind.hosted.CallFault;
import io.partita.kind.hosted.HostedArray;
import io.partita.kind.hosted.HostedFiles;
import io.partita.kind.hosted.HostedModel;
import io.partita.kind.hosted.ModelHost;
import io.partita.kind.hosted.file.HostedDescription;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A codec as EnCodec's, of one file, TorchScript or weights alone, with the methods {@code
 * encode(x, bandwidth)} and {@code decode(codes)}. It says its rate ({@code sampling_rate}), {@code
 * hop_length}, {@code codebook_size} and {@code target_bandwidths}, and {@code channels} where it
 * hears more than one. At 48 kHz in stereo the recording is cut as EnCodec does it, into segments
 * of a second that overlap by a hundredth, each brought to one loudness here; the model hears one
 * at a time. Each recording begins afresh, so the order of recordings does not matter. Not for use
 * by several threads.
 */
public final class EncodecCodec implements AutoCloseable {
  private static final String ENCODE = "encode";
  private static final String DECODE = "decode";
  private static final String LATENTS = "encode_latent";

  /** What the scale of silence is. */
  private static final double LEAST_SCALE = 1e-8;

  private final ModelHost host;
  private final HostedDescription description;
  private final CodecShape shape;
  private final Optional<CodeBooks> books;

  EncodecCodec(
      ModelHost host, HostedDescription description, CodecShape shape, Optional<CodeBooks> books) {
    this.host = host;
    this.description = description;
    this.shape = shape;
    this.books = books;
  }

  /**
   * Loads a model.
   *
   * @throws UserException where its engine is not there, it is no such model, or its codebooks do
   *     not fit
   */
  public static EncodecCodec open(HostedModel file) throws IOException {
    CodecShape shape = EncodecAttributes.shape(file);
    Optional<CodeBooks> books;
    try {
      books = EncodecAttributes.books(file, shape);
    } catch (MalformedInputException e) {
      throw HostedFiles.refused("--model " + file.name(), e);
    }
    return new EncodecCodec(ModelHost.open(file), file.description(), shape, books);
  }

  /** What it says of itself. */
  public CodecShape shape() {
    return shape;
  }

  /** Its codebooks; empty where its file does not name them. */
  public Optional<CodeBooks> books() {
    return books;
  }

  /**
   * The codes of a recording.
   *
   * @param channels [channels][samples] as the shape says, at its rate; at least one sample
   * @param bandwidth one of the shape's, in kbit/s
   * @throws MalformedInputException a {@link CallFault}
   */
  public List<Segment> encode(float[][] channels, double bandwidth) throws MalformedInputException {
    int stages = shape.stages(bandwidth);
    int samples = HostedCall.samples(channels, shape);
    List<Segment> segments = new ArrayList<>();
    for (int segment = 0; segment < shape.segments(samples); segment++) {
      float[][] block = block(channels, segment);
      float scale = scale(block);
      HostedArray heard = heard(block, scale);
      List<HostedArray> made =
          host.call(ENCODE, List.of(heard, HostedArray.number(bandwidth)), OptionalLong.empty());
      segments.add(new Segment(scale, codes(made, stages, shape.frames(samples, segment))));
    }
    return segments;
  }

  /** Of [1, stages, frames]. */
  private short[][] codes(List<HostedArray> made, int stages, int frames)
      throws MalformedInputException {
    long[] expected = {1, stages, frames};
    HostedArray array = made.isEmpty() ? null : made.get(0);
    require(
        array != null && array.longs() != null && Arrays.equals(array.shape(), expected),
        CallFault.ANOTHER_SHAPE,
        "the model's encode makes %s where its description promises int64 %s"
            .formatted(array == null ? "nothing" : array.text(), Arrays.toString(expected)));
    short[][] codes = new short[stages][frames];
    for (int i = 0; i < array.longs().length; i++) {
      long code = array.longs()[i];
      require(
          code >= 0 && code < shape.entries(),
          CallFault.ANOTHER_SHAPE,
          "the model's encode makes code %d of %d entries".formatted(code, shape.entries()));
      codes[i / frames][i % frames] = (short) code;
    }
    return codes;
  }

  /**
   * The sound of codes.
   *
   * @param segments all of a recording's, with codes that {@link CodedSound} has checked
   * @param samples of each channel, to which the result is cut
   * @return [channels][samples], not limited to [-1, 1]
   * @throws MalformedInputException a {@link CallFault}
   */
  public float[][] decode(List<Segment> segments, int samples) throws MalformedInputException {
    List<List<float[]>> parts = new ArrayList<>();
    for (int channel = 0; channel < shape.channels(); channel++) {
      parts.add(new ArrayList<>());
    }
    for (Segment segment : segments) {
      int frames = segment.codes()[0].length;
      long[] flat = new long[segment.codes().length * frames];
      for (int i = 0; i < flat.length; i++) {
        flat[i] = segment.codes()[i / frames][i % frames];
      }
      int length = Math.multiplyExact(frames, shape.hop());
      HostedArray codes = HostedArray.of(flat, 1, segment.codes().length, frames);
      float[] made =
          HostedCall.floats(
                  host, DECODE, List.of(codes), List.of(new long[] {1, shape.channels(), length}))
              .get(0)
              .floats();
      for (int channel = 0; channel < shape.channels(); channel++) {
        float[] part = Arrays.copyOfRange(made, channel * length, (channel + 1) * length);
        parts.get(channel).add(scaled(part, segment.scale()));
      }
    }
    float[][] channels = new float[shape.channels()][];
    for (int channel = 0; channel < channels.length; channel++) {
      List<float[]> part = parts.get(channel);
      float[] whole =
          part.size() == 1 ? part.get(0) : OverlapAdd.linear(part, shape.strideSamples());
      channels[channel] = Arrays.copyOf(whole, samples);
    }
    return channels;
  }

  /**
   * What the first codebook quantises.
   *
   * @param channels as {@link #encode} takes them
   * @return [frames][numbers], segment after segment; empty where the model does not give it
   * @throws MalformedInputException a {@link CallFault}
   */
  public Optional<float[][]> latents(float[][] channels) throws MalformedInputException {
    long size = description.sizes().getOrDefault("hidden_size", -1L);
    if (description.method(LATENTS).isEmpty() || size < 1) {
      return Optional.empty();
    }
    int samples = HostedCall.samples(channels, shape);
    List<float[]> frames = new ArrayList<>();
    for (int segment = 0; segment < shape.segments(samples); segment++) {
      float[][] block = block(channels, segment);
      int count = shape.frames(samples, segment);
      HostedArray made =
          HostedCall.floats(
                  host,
                  LATENTS,
                  List.of(heard(block, scale(block))),
                  List.of(new long[] {1, size, count}))
              .get(0);
      float[][] rows = made.toRows();
      for (int frame = 0; frame < count; frame++) {
        float[] numbers = new float[rows.length];
        for (int row = 0; row < rows.length; row++) {
          numbers[row] = rows[row][frame];
        }
        frames.add(numbers);
      }
    }
    return Optional.of(frames.toArray(float[][]::new));
  }

  private float[][] block(float[][] channels, int segment) {
    int stride = shape.strideSamples();
    if (stride == 0) {
      return channels;
    }
    int from = segment * stride;
    int to = Math.min(channels[0].length, from + shape.rateHz());
    return Arrays.stream(channels)
        .map(channel -> Arrays.copyOfRange(channel, from, to))
        .toArray(float[][]::new);
  }

  /** The loudness of the channels' mean, or 1 where the model hears sound as it is. */
  private float scale(float[][] block) {
    if (!shape.isScaled()) {
      return 1;
    }
    double squares = 0;
    for (int i = 0; i < block[0].length; i++) {
      double sum = 0;
      for (float[] channel : block) {
        sum += channel[i];
      }
      squares += sum * sum / block.length / block.length;
    }
    return (float) (LEAST_SCALE + Math.sqrt(squares / block[0].length));
  }

  /** As [1, channels, samples]. */
  private static HostedArray heard(float[][] block, float scale) {
    return HostedArray.rows(
        Arrays.stream(block).map(channel -> scaled(channel, 1 / scale)).toArray(float[][]::new));
  }

  private static float[] scaled(float[] samples, float scale) {
    if (scale == 1) {
      return samples;
    }
    float[] scaled = new float[samples.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = samples[i] * scale;
    }
    return scaled;
  }

  @Override
  public void close() {
    host.close();
  }
}
