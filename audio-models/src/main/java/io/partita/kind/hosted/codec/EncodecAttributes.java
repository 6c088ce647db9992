package io.partita.kind.hosted.codec;

import io.partita.MalformedInputException;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.codec.CodeBooks;
import io.partita.codec.CodeFault;
import io.partita.codec.CodecLayout;
import io.partita.kind.hosted.HostedModel;
import io.partita.kind.hosted.file.HostedDescription;
import io.partita.numpy.Npy;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the file of a model as EnCodec's says of it, without running it. */
final class EncodecAttributes {
  private static final Pattern BOOK =
      Pattern.compile("quantizer\\.(?:vq\\.)?layers\\.(\\d{1,4})\\._?codebook\\.embed");

  private static final long MOST_HZ = 1 << 20;
  private static final long MOST_HOP = 1 << 20;
  private static final long MOST_CHANNELS = 2;
  private static final double MOST_KILOBITS = 1e6;

  private EncodecAttributes() {}

  /**
   * Reads the shape.
   *
   * @throws UserException where the model is no such codec
   */
  static CodecShape shape(HostedModel file) {
    HostedDescription model = file.description();
    String name = file.name();
    if (!takes(model)) {
      throw new UserException(
          Mistake.UNSUPPORTED_MODEL,
          name + " has no methods encode(x, bandwidth) and decode(codes), which a codec has.");
    }
    int rateHz = model.rateHz(name);
    CodecShape shape =
        new CodecShape(
            new CodecFile(file.fileName(), file.sha256()),
            within(name, "sampling_rate", rateHz, 1, MOST_HZ),
            within(name, "channels", channels(model), 1, MOST_CHANNELS),
            within(name, "hop_length", size(model, "hop_length"), 1, MOST_HOP),
            within(name, "codebook_size", size(model, "codebook_size"), 2, CodeBooks.MAX_ENTRIES),
            bandwidths(name, model));
    if (shape.stagesFor(shape.bandwidths().get(0)) < 1) {
      throw new UserException(
          Mistake.UNSUPPORTED_MODEL,
          String.format(
              Locale.ROOT,
              "%s says a bandwidth of %s kbit/s, and one codebook takes %s.",
              name,
              shape.bandwidths().get(0),
              shape.bandwidthOf(1)));
    }
    if (shape.channels() > 1 && shape.layout().isEmpty()) {
      throw new UserException(
          Mistake.UNSUPPORTED_MODEL,
          "%s hears %d channels at %d Hz; stereo is run as %s alone."
              .formatted(name, shape.channels(), rateHz, CodecLayout.ENCODEC_48KHZ.model()));
    }
    return shape;
  }

  /** Whether a model has the methods of such a codec. */
  static boolean takes(HostedDescription model) {
    return takes(model, "encode", 2) && takes(model, "decode", 1);
  }

  private static boolean takes(HostedDescription model, String method, int arguments) {
    return model.method(method).map(found -> found.arguments().size() == arguments).orElse(false);
  }

  private static long channels(HostedDescription model) {
    long channels = model.sizes().getOrDefault("channels", 1L);
    return model.sizes().getOrDefault("audio_channels", channels);
  }

  private static long size(HostedDescription model, String attribute) {
    return model.sizes().getOrDefault(attribute, -1L);
  }

  private static int within(String name, String attribute, long value, long least, long most) {
    if (value < least || value > most) {
      throw new UserException(
          Mistake.UNSUPPORTED_MODEL,
          "%s says %s for %s, which a codec has from %d to %d."
              .formatted(name, value < 0 ? "nothing" : value, attribute, least, most));
    }
    return (int) value;
  }

  private static List<Double> bandwidths(String name, HostedDescription model) {
    Object given = model.attributes().get("target_bandwidths");
    if (given instanceof List<?> list && !list.isEmpty()) {
      double[] values =
          list.stream()
              .mapToDouble(item -> item instanceof Number number ? number.doubleValue() : -1)
              .sorted()
              .toArray();
      if (values[0] > 0 && values[values.length - 1] < MOST_KILOBITS) {
        return Arrays.stream(values).boxed().toList();
      }
    }
    throw new UserException(
        Mistake.UNSUPPORTED_MODEL, name + " does not say its target_bandwidths.");
  }

  /**
   * The codebooks, read as tensors of the file.
   *
   * @return empty where there are none by EnCodec's names
   * @throws MalformedInputException {@link CodeFault#WRONG_SHAPE} where they are of other shapes
   *     than the model says, or the faults of reading them
   */
  static Optional<CodeBooks> books(HostedModel file, CodecShape shape)
      throws IOException, MalformedInputException {
    Map<Integer, Npy> stages = new TreeMap<>();
    file.tensors(BOOK)
        .forEach(
            (path, tensor) -> {
              Matcher matcher = BOOK.matcher(path);
              if (matcher.matches()) {
                stages.put(Integer.valueOf(matcher.group(1)), tensor);
              }
            });
    if (stages.isEmpty()) {
      return Optional.empty();
    }
    int[] first = stages.values().iterator().next().shape();
    boolean fits =
        first.length == 2 && first[0] == shape.entries() && stages.size() >= shape.maxStages();
    int at = 0;
    for (Map.Entry<Integer, Npy> stage : stages.entrySet()) {
      fits &= stage.getKey() == at++ && Arrays.equals(stage.getValue().shape(), first);
    }
    if (!fits) {
      throw new MalformedInputException(
          CodeFault.WRONG_SHAPE,
          0,
          "%d codebooks of the shape %s, and the model says %d of %d entries"
              .formatted(
                  stages.size(), Arrays.toString(first), shape.maxStages(), shape.entries()));
    }
    float[] values = new float[stages.size() * first[0] * first[1]];
    for (Map.Entry<Integer, Npy> stage : stages.entrySet()) {
      float[] book = stage.getValue().values();
      System.arraycopy(book, 0, values, stage.getKey() * book.length, book.length);
    }
    return Optional.of(CodeBooks.of(Npy.of(values, stages.size(), first[0], first[1])));
  }
}
