package io.partita.kind.hosted.codec;

import io.partita.MalformedInputException;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.codec.CodeBooks;
import io.partita.codec.Ecdc.Segment;
import io.partita.codec.ResidualQuantizer;
import io.partita.kind.hosted.HostedArray;
import io.partita.kind.hosted.HostedModel;
import io.partita.kind.hosted.ModelHost;
import io.partita.kind.hosted.file.HostedDescription;
import io.partita.kind.hosted.file.HostedFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A codec as Lyra's second: an encoder and a decoder of ONNX, which hear a frame at a time and keep
 * what they have heard in arrays that go out and in again, zeros at first; between them the
 * codebooks, which quantise here and not in a model.
 */
public final class LyraCodec implements SoundCodec {
  /** Lyra's, for models that do not say theirs. */
  private static final int RATE_HZ = 16_000;

  /** Lyra's packets have 64, 120 or 184 bits: 3.2, 6 and 9.2 kbit/s. */
  private static final List<Integer> STAGES = List.of(16, 30, 46);

  private final SteppedGraph encoder;
  private final SteppedGraph decoder;
  private final ResidualQuantizer quantizer;
  private final CodecShape shape;

  private LyraCodec(
      SteppedGraph encoder, SteppedGraph decoder, ResidualQuantizer quantizer, CodecShape shape) {
    this.encoder = encoder;
    this.decoder = decoder;
    this.quantizer = quantizer;
    this.shape = shape;
  }

  /** Encoders of ONNX, with their decoder and codebooks beside them. */
  static final class Form implements CodecForm {
    @Override
    public boolean takes(HostedDescription model) {
      return model.format() == HostedFormat.ONNX;
    }

    @Override
    public CodecFiles files(HostedModel encoder, CodecOptions beside) throws IOException {
      return beside.filesOf(encoder);
    }

    @Override
    public SoundCodec open(CodecFiles files) {
      CodeBooks books = files.books();
      return LyraCodec.open(files.model(), files.decoder(), books, files.file(books));
    }
  }

  /**
   * Loads both models.
   *
   * @param booksFile the codebooks' file, for what is said of the codec
   * @throws UserException where the engine is not there or the three do not fit together
   */
  public static LyraCodec open(
      HostedModel encoderFile, HostedModel decoderFile, CodeBooks books, CodecFile booksFile) {
    StepShape encoder = StepShape.of(encoderFile);
    StepShape decoder = StepShape.of(decoderFile);
    requireSize(encoderFile, "makes", encoder.outputSize(), books, booksFile);
    requireSize(decoderFile, "hears", decoder.inputSize(), books, booksFile);
    if (encoder.inputSize() != decoder.outputSize()) {
      throw new UserException(
          Mistake.UNSUPPORTED_MODEL,
          "%s hears %d samples a frame, and %s makes %d."
              .formatted(
                  encoderFile.fileName(),
                  encoder.inputSize(),
                  decoderFile.fileName(),
                  decoder.outputSize()));
    }
    CodecShape shape = shape(encoderFile, decoderFile, books, booksFile, encoder.inputSize());
    ModelHost first = ModelHost.open(encoderFile);
    ModelHost second;
    try {
      second = ModelHost.open(decoderFile);
    } catch (RuntimeException e) {
      first.close();
      throw e;
    }
    return new LyraCodec(
        new SteppedGraph(first, encoder),
        new SteppedGraph(second, decoder),
        new ResidualQuantizer(books),
        shape);
  }

  private static void requireSize(
      HostedModel file, String does, int numbers, CodeBooks books, CodecFile booksFile) {
    if (numbers != books.dimension()) {
      throw new UserException(
          Mistake.UNSUPPORTED_MODEL,
          "%s %s frames of %d numbers, and %s has entries of %d."
              .formatted(file.fileName(), does, numbers, booksFile.name(), books.dimension()));
    }
  }

  private static CodecShape shape(
      HostedModel encoder, HostedModel decoder, CodeBooks books, CodecFile booksFile, int hop) {
    List<CodecFile> files =
        List.of(
            new CodecFile(encoder.fileName(), encoder.sha256()),
            new CodecFile(decoder.fileName(), decoder.sha256()),
            booksFile);
    int rateHz = encoder.description().sampleRateHz().orElse(RATE_HZ);
    CodecShape none = new CodecShape(files, rateHz, 1, hop, books.entries(), List.of());
    List<Double> bandwidths =
        IntStream.concat(
                STAGES.stream().mapToInt(Integer::intValue).filter(n -> n < books.stages()),
                IntStream.of(books.stages()))
            .mapToObj(none::bandwidthOf)
            .toList();
    return new CodecShape(files, rateHz, 1, hop, books.entries(), bandwidths);
  }

  @Override
  public CodecShape shape() {
    return shape;
  }

  @Override
  public Optional<CodeBooks> books() {
    return Optional.of(quantizer.books());
  }

  @Override
  public List<Segment> encode(float[][] channels, double bandwidth) throws MalformedInputException {
    int stages = shape.stages(bandwidth);
    return List.of(new Segment(1, quantizer.encode(frames(channels), stages)));
  }

  @Override
  public Optional<float[][]> latents(float[][] channels) throws MalformedInputException {
    return Optional.of(frames(channels));
  }

  private float[][] frames(float[][] channels) throws MalformedInputException {
    int samples = HostedCall.samples(channels, shape);
    encoder.start();
    float[][] frames = new float[shape.frames(samples, 0)][];
    for (int frame = 0; frame < frames.length; frame++) {
      int from = frame * shape.hop();
      frames[frame] = encoder.step(Arrays.copyOfRange(channels[0], from, from + shape.hop()));
    }
    return frames;
  }

  @Override
  public float[][] decode(List<Segment> segments, int samples) throws MalformedInputException {
    decoder.start();
    float[][] frames = quantizer.decode(segments.get(0).codes());
    float[] whole = new float[Math.multiplyExact(frames.length, shape.hop())];
    for (int frame = 0; frame < frames.length; frame++) {
      System.arraycopy(decoder.step(frames[frame]), 0, whole, frame * shape.hop(), shape.hop());
    }
    return new float[][] {Arrays.copyOf(whole, samples)};
  }

  @Override
  public void close() {
    encoder.close();
    decoder.close();
  }

  /** A graph whose states go from call to call. */
  private static final class SteppedGraph {
    private final ModelHost host;
    private final StepShape shape;
    private List<HostedArray> states = List.of();

    SteppedGraph(ModelHost host, StepShape shape) {
      this.host = host;
      this.shape = shape;
    }

    void start() {
      states = shape.zeros();
    }

    float[] step(float[] input) throws MalformedInputException {
      List<HostedArray> inputs = new ArrayList<>();
      inputs.add(HostedArray.of(input, shape.input()));
      inputs.addAll(states);
      List<long[]> shapes = new ArrayList<>(List.of(shape.output()));
      shapes.addAll(shape.states());
      List<HostedArray> made = HostedCall.floats(host, "forward", inputs, shapes);
      states = List.copyOf(made.subList(1, made.size()));
      return made.get(0).floats();
    }

    void close() {
      host.close();
    }
  }
}
