package io.partita.kind.hosted.published;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.MalformedInputException;
import io.partita.codec.CodeBooks;
import io.partita.codec.ResidualQuantizer;
import io.partita.kind.hosted.CallFault;
import io.partita.kind.hosted.HostedArray;
import io.partita.kind.hosted.ModelHost;
import io.partita.kind.hosted.PublishedNetwork;
import io.partita.kind.hosted.file.HostedMethod;
import io.partita.kind.hosted.file.HostedMethod.Argument;
import io.partita.kind.hosted.file.Weights;
import io.partita.numpy.Npy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * EnCodec at 24 and 48 kHz, by the names and the {@code config.json} of transformers
 * (facebook/encodec_24khz and encodec_48khz).
 */
public final class Encodec implements PublishedNetwork {
  /** What names of the quantiser's tensors begin with. */
  static final String QUANTIZER = "quantizer.";

  private static final String ENCODE = "encode";
  private static final String DECODE = "decode";
  private static final String LATENTS = "encode_latent";
  private static final int MOST_HZ = 1 << 20;
  private static final double BITS_PER_KILOBIT = 1000;

  private static final List<HostedMethod> METHODS =
      List.of(
          new HostedMethod(
              ENCODE,
              List.of(new Argument("x", "Tensor", ""), new Argument("bandwidth", "float", "")),
              "Tensor"),
          new HostedMethod(DECODE, List.of(new Argument("codes", "Tensor", "")), "Tensor"),
          new HostedMethod(LATENTS, List.of(new Argument("x", "Tensor", "")), "Tensor"));

  @Override
  public String title() {
    return "EnCodec";
  }

  @Override
  public boolean takes(Weights weights) {
    return weights
        .tensors()
        .keySet()
        .containsAll(
            Set.of(
                "encoder.layers.0.conv.bias", "decoder.layers.0.conv.bias", embed(QUANTIZER, 0)));
  }

  private static String embed(String prefix, int stage) {
    return prefix + "layers." + stage + ".codebook.embed";
  }

  /** The codebooks are means of latents, and not trained by gradients. */
  @Override
  public boolean isBuffer(String tensor) {
    return tensor.startsWith(QUANTIZER);
  }

  @Override
  public Facts facts(Weights weights, JsonNode config) throws MalformedInputException {
    Config said = new Config(config);
    EncodecNetwork network = new EncodecNetwork(said, new LayerWeights(weights, ""));
    CodeBooks books = books(said, weights, network.hidden());
    int rateHz = said.count("sampling_rate", MOST_HZ);
    boolean isStereo = network.channels() == 2;
    if (said.truth("normalize") != isStereo || said.has("chunk_length_s") != isStereo) {
      throw Config.bad("stereo alone is normalised, and cut into chunks");
    }
    Map<String, Long> sizes = new LinkedHashMap<>();
    sizes.put("audio_channels", (long) network.channels());
    sizes.put("hop_length", (long) network.hop());
    sizes.put("hidden_size", (long) network.hidden());
    sizes.put("codebook_size", (long) books.entries());
    sizes.put("codebooks", (long) books.stages());
    List<Object> bandwidths = new ArrayList<>();
    config.path("target_bandwidths").forEach(bandwidth -> bandwidths.add(bandwidth.asDouble(-1)));
    String name = String.format(Locale.ROOT, "%s %d kHz", title(), Math.round(rateHz / 1000.0));
    return new Facts(name, METHODS, rateHz, sizes, Map.of("target_bandwidths", bandwidths));
  }

  private static CodeBooks books(Config config, Weights weights, int hidden)
      throws MalformedInputException {
    int entries = config.count("codebook_size", CodeBooks.MAX_ENTRIES);
    LayerWeights quantizer = new LayerWeights(weights, QUANTIZER);
    List<float[]> books = new ArrayList<>();
    while (weights.tensors().containsKey(embed(QUANTIZER, books.size()))) {
      books.add(quantizer.tensor(embed("", books.size()), entries, hidden).values());
    }
    float[] values = new float[books.size() * entries * hidden];
    for (int stage = 0; stage < books.size(); stage++) {
      System.arraycopy(books.get(stage), 0, values, stage * entries * hidden, entries * hidden);
    }
    try {
      return CodeBooks.of(Npy.of(values, books.size(), entries, hidden));
    } catch (MalformedInputException e) {
      throw Config.bad(e.detail());
    }
  }

  @Override
  public ModelHost open(Weights weights, JsonNode config) throws MalformedInputException {
    Config said = new Config(config);
    EncodecNetwork network = new EncodecNetwork(said, new LayerWeights(weights, ""));
    ResidualQuantizer quantizer = new ResidualQuantizer(books(said, weights, network.hidden()));
    double framesPerSecond =
        Math.ceil((double) said.count("sampling_rate", MOST_HZ) / network.hop());
    return new LayersHost(
        Map.of(
            ENCODE,
            inputs -> {
              double kilobits = inputs.get(1).floats()[0];
              int stages =
                  (int)
                      (BITS_PER_KILOBIT * kilobits / (framesPerSecond * quantizer.books().bits()));
              return codes(quantizer, latents(network, inputs), stages);
            },
            DECODE,
            inputs -> network.decode(latents(quantizer, inputs.get(0))).toArray(),
            LATENTS,
            inputs -> latents(network, inputs).toArray()));
  }

  private static Signal latents(EncodecNetwork network, List<HostedArray> inputs)
      throws MalformedInputException {
    return network.encode(LayersHost.signal(inputs.get(0), network.channels()));
  }

  /** As int64 [1, stages, frames]. */
  private static HostedArray codes(ResidualQuantizer quantizer, Signal latents, int stages)
      throws MalformedInputException {
    float[][] frames = new float[latents.length()][];
    for (int t = 0; t < frames.length; t++) {
      frames[t] = latents.part(t, t + 1).values();
    }
    short[][] codes;
    try {
      codes = quantizer.encode(frames, stages);
    } catch (IllegalArgumentException e) {
      throw new MalformedInputException(CallFault.NOT_FINITE, 0, e.getMessage());
    }
    long[] flat = new long[stages * frames.length];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = codes[i / frames.length][i % frames.length];
    }
    return HostedArray.of(flat, 1, stages, frames.length);
  }

  /** Of [1, stages, frames], which {@code CodedSound} has checked. */
  private static Signal latents(ResidualQuantizer quantizer, HostedArray codes) {
    int stages = (int) codes.shape()[1];
    int length = (int) codes.shape()[2];
    short[][] each = new short[stages][length];
    for (int i = 0; i < codes.longs().length; i++) {
      each[i / length][i % length] = (short) codes.longs()[i];
    }
    Signal latents = new Signal(length, quantizer.books().dimension());
    float[][] frames = quantizer.decode(each);
    for (int t = 0; t < length; t++) {
      System.arraycopy(frames[t], 0, latents.values(), t * latents.channels(), latents.channels());
    }
    return latents;
  }
}
