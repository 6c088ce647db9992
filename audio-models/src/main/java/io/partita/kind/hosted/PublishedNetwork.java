package io.partita.kind.hosted;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.MalformedInputException;
import io.partita.kind.hosted.file.HostedMethod;
import io.partita.kind.hosted.file.Weights;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network whose layers are written here, for weights alone as their authors publish them. To add
 * one, write it and name it in {@code META-INF/services/io.partita.kind.hosted.PublishedNetwork}.
 */
public interface PublishedNetwork {
  /** As people call it. */
  String title();

  /** Whether weights are of such a network, by the names of their tensors. */
  boolean takes(Weights weights);

  /** Whether a tensor is no parameter, which a gradient changes, as the means of a codebook. */
  boolean isBuffer(String tensor);

  /**
   * What it is with these weights.
   *
   * @param config the object of the {@code config.json} beside them
   * @throws MalformedInputException {@link io.partita.kind.hosted.file.HostedFault#BAD_CONFIG}
   *     where the two do not fit each other
   */
  Facts facts(Weights weights, JsonNode config) throws MalformedInputException;

  /**
   * The network, ready to be called on one thread.
   *
   * @throws MalformedInputException as {@link #facts}
   */
  ModelHost open(Weights weights, JsonNode config) throws MalformedInputException;

  /**
   * What a configuration says, by the names that exported models have for the same.
   *
   * @param name with its size, as {@code HiFi-GAN V1}
   * @param methods that its host has
   * @param sampleRateHz of the sound
   */
  record Facts(
      String name,
      List<HostedMethod> methods,
      int sampleRateHz,
      Map<String, Long> sizes,
      Map<String, Object> attributes) {
    public Facts {
      methods = List.copyOf(methods);
      sizes = Collections.unmodifiableMap(new LinkedHashMap<>(sizes));
      attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }
  }
}
