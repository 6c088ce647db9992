package io.partita.kind.hosted.file;

import io.partita.MalformedInputException;
import io.partita.Mistake;
import io.partita.UserException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * What the file of a model trained elsewhere says of it, read without running anything.
 *
 * @param sizeBytes of the file
 * @param sha256 of the file, 64 hexadecimal digits
 * @param className the class of the network
 * @param methods those of the network's class in the order of its code
 * @param sampleRateHz by the attribute {@code sr}, {@code sampling_rate} or {@code sample_rate}, or
 *     a buffer of such a name; empty where the model does not say
 * @param sizes whole numbers among the network's attributes, as {@code latent_size}
 * @param attributes its other attributes that are a number, a truth value, a text or a list of such
 * @param ratios what it says of its methods' shapes
 * @param parts the network, then its modules two levels down
 * @param operators how often each operator is in the code, as {@code aten::conv1d}
 * @param metadata of weights alone: what the maker wrote
 * @param streaming whether it keeps what it has heard in cache buffers from call to call
 * @param stochastic whether it draws random numbers: its code does, and its attribute {@code
 *     stochastic} does not deny it
 * @param refusals why it is not to be run; none for most
 * @param tensors of weights alone, none of other formats
 */
public record HostedDescription(
    HostedFormat format,
    long sizeBytes,
    String sha256,
    String className,
    List<HostedMethod> methods,
    OptionalInt sampleRateHz,
    Map<String, Long> sizes,
    Map<String, Object> attributes,
    List<HostedRatio> ratios,
    List<HostedPart> parts,
    Map<String, Integer> operators,
    Map<String, String> metadata,
    boolean streaming,
    boolean stochastic,
    List<Refusal> refusals,
    List<HostedValue> tensors) {
  public HostedDescription {
    methods = List.copyOf(methods);
    sizes = Collections.unmodifiableMap(new LinkedHashMap<>(sizes));
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    ratios = List.copyOf(ratios);
    parts = List.copyOf(parts);
    operators = Collections.unmodifiableMap(new TreeMap<>(operators));
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    refusals = List.copyOf(refusals);
    tensors = List.copyOf(tensors);
  }

  /** A method by its name. */
  public Optional<HostedMethod> method(String name) {
    return methods.stream().filter(method -> method.name().equals(name)).findFirst();
  }

  /** The sample rate, which a model of that name must say. */
  public int rateHz(String name) {
    return sampleRateHz.orElseThrow(
        () ->
            new UserException(Mistake.UNSUPPORTED_MODEL, name + " does not say its sample rate."));
  }

  /** What the model says of a method's shapes. */
  public Optional<HostedRatio> ratio(String method) {
    return ratios.stream().filter(ratio -> ratio.method().equals(method)).findFirst();
  }

  /** Whether it has no code: a network that is written here is to compute with it. */
  public boolean isWeightsAlone() {
    return format == HostedFormat.SAFETENSORS || format == HostedFormat.STATE_DICT;
  }

  /** Numbers in all its weights. */
  public long parameters() {
    return parts.isEmpty() ? 0 : parts.get(0).parameters();
  }

  /**
   * Ends here where the model is not to be run.
   *
   * @throws MalformedInputException with the first of the refusals
   */
  public void requireRunnable() throws MalformedInputException {
    if (!refusals.isEmpty()) {
      Refusal first = refusals.get(0);
      throw new MalformedInputException(first.fault(), first.byteOffset(), first.detail());
    }
  }
}
