package io.partita.kind.hosted.published;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.MalformedInputException;
import io.partita.kind.hosted.ModelHost;
import io.partita.kind.hosted.PublishedNetwork;
import io.partita.kind.hosted.file.HostedMethod;
import io.partita.kind.hosted.file.HostedMethod.Argument;
import io.partita.kind.hosted.file.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The generator of HiFi-GAN, V1 to V3, by the names and the {@code config.json} of its authors
 * (github.com/jik876/hifi-gan), alone or within {@code {"generator": …}}.
 */
public final class HifiGan implements PublishedNetwork {
  private static final String FORWARD = "forward";
  private static final int MOST_HZ = 1 << 20;
  private static final int MOST_SIZE = 1 << 16;

  @Override
  public String title() {
    return "HiFi-GAN";
  }

  @Override
  public boolean takes(Weights weights) {
    return prefix(weights).isPresent();
  }

  private static Optional<String> prefix(Weights weights) {
    return Stream.of("", "generator.")
        .filter(
            prefix ->
                Stream.of("conv_pre.bias", "ups.0.bias", "conv_post.bias")
                    .allMatch(name -> weights.tensors().containsKey(prefix + name)))
        .findFirst();
  }

  @Override
  public boolean isBuffer(String tensor) {
    return false;
  }

  @Override
  public Facts facts(Weights weights, JsonNode config) throws MalformedInputException {
    Config said = new Config(config);
    HifiGanGenerator generator = generator(weights, said);
    Map<String, Long> sizes = new LinkedHashMap<>();
    for (String name : List.of("num_mels", "hop_size", "n_fft", "win_size")) {
      sizes.put(name, (long) said.count(name, MOST_SIZE));
    }
    if (sizes.get("hop_size") != generator.hop()) {
      throw Config.bad(
          "it says %d for hop_size, and its upsample_rates make %d samples of a frame"
              .formatted(sizes.get("hop_size"), generator.hop()));
    }
    int rateHz = said.count("sampling_rate", MOST_HZ);
    sizes.put("fmin", Math.round(said.number("fmin")));
    sizes.put("fmax", said.has("fmax") ? Math.round(said.number("fmax")) : rateHz / 2L);
    String name = title() + version(said.text("resblock"), generator.channels());
    List<HostedMethod> methods =
        List.of(new HostedMethod(FORWARD, List.of(new Argument("mel", "Tensor", "")), "Tensor"));
    return new Facts(name, methods, rateHz, sizes, Map.of());
  }

  /** Of the authors' three, by the sizes of their table 5; another one has no number. */
  private static String version(String block, int channels) {
    return switch (block + " " + channels) {
      case "1 512" -> " V1";
      case "1 128" -> " V2";
      case "2 256" -> " V3";
      default -> "";
    };
  }

  @Override
  public ModelHost open(Weights weights, JsonNode config) throws MalformedInputException {
    HifiGanGenerator generator = generator(weights, new Config(config));
    return new LayersHost(
        Map.of(
            FORWARD,
            inputs ->
                generator.samples(LayersHost.signal(inputs.get(0), generator.bands())).toArray()));
  }

  private static HifiGanGenerator generator(Weights weights, Config config)
      throws MalformedInputException {
    return new HifiGanGenerator(config, new LayerWeights(weights, prefix(weights).orElseThrow()));
  }
}
