package io.partita.kind.hosted;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.partita.MalformedInputException;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.archive.InputFile;
import io.partita.archive.MemoryFile;
import io.partita.kind.hosted.PublishedNetwork.Facts;
import io.partita.kind.hosted.file.HostedDescription;
import io.partita.kind.hosted.file.HostedFault;
import io.partita.kind.hosted.file.HostedPart;
import io.partita.kind.hosted.file.HostedValue;
import io.partita.kind.hosted.file.ModelFile;
import io.partita.kind.hosted.file.Refusal;
import io.partita.kind.hosted.file.Weights;
import io.partita.model.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** Weights alone with the network that they are of, and the {@code config.json} beside them. */
final class PublishedModel {
  private static final String CONFIG = "config.json";
  private static final int MOST_CONFIG_BYTES = 1 << 20;

  private PublishedModel() {}

  /**
   * Looks into a file of weights. What lacks a network here, or a configuration that fits, is
   * described, and refused only where it is to be run.
   *
   * @param configuration of the {@code config.json} beside it; no bytes without one
   * @throws MalformedInputException where it holds no weights
   */
  static HostedDescription describe(InputFile file, byte[] configuration)
      throws IOException, MalformedInputException {
    Weights weights = Weights.read(file);
    PublishedNetwork network = networkOf(weights).orElse(null);
    if (network == null) {
      return description(file, weights, null, null, List.of(unknown(weights)));
    }
    try {
      Facts facts = network.facts(weights, config(configuration));
      return description(file, weights, network, facts, List.of());
    } catch (MalformedInputException e) {
      Refusal refusal = new Refusal((HostedFault) e.fault(), e.byteOffset(), e.detail());
      return description(file, weights, network, null, List.of(refusal));
    }
  }

  private static Optional<PublishedNetwork> networkOf(Weights weights) {
    return ServiceLoader.load(PublishedNetwork.class, PublishedNetwork.class.getClassLoader())
        .stream()
        .map(ServiceLoader.Provider::get)
        .filter(network -> network.takes(weights))
        .findFirst();
  }

  private static Refusal unknown(Weights weights) {
    String names = weights.tensors().keySet().stream().limit(3).collect(Collectors.joining(", "));
    return new Refusal(
        HostedFault.STATE_DICT,
        0,
        "The file holds %d tensors and no code, of a network that is not known here (%s): export"
                .formatted(weights.tensors().size(), names.isEmpty() ? "none" : names + " …")
            + " it first, with torch.jit.script(model).save(FILE)");
  }

  private static HostedDescription description(
      InputFile file,
      Weights weights,
      PublishedNetwork network,
      Facts facts,
      List<Refusal> refusals)
      throws IOException {
    long buffers = 0;
    long parameters = 0;
    long lengths = 0;
    for (Map.Entry<String, Weights.Tensor> tensor : weights.tensors().entrySet()) {
      boolean isBuffer =
          tensor.getValue().values() == null
              || (network != null && network.isBuffer(tensor.getKey()));
      buffers += isBuffer ? tensor.getValue().count() : 0;
      parameters += isBuffer ? 0 : tensor.getValue().count();
      lengths += isLength(tensor.getKey()) ? tensor.getValue().count() : 0;
    }
    Map<String, Long> sizes = new LinkedHashMap<>(facts == null ? Map.of() : facts.sizes());
    if (lengths > 0) {
      sizes.put("parameters_without_weight_norm", parameters - lengths);
    }
    String name = facts != null ? facts.name() : network != null ? network.title() : "";
    return new HostedDescription(
        weights.format(),
        file.size(),
        ModelFile.sha256(file),
        name,
        facts == null ? List.of() : facts.methods(),
        facts == null ? OptionalInt.empty() : OptionalInt.of(facts.sampleRateHz()),
        sizes,
        facts == null ? Map.of() : facts.attributes(),
        List.of(),
        List.of(new HostedPart("", name, parameters, buffers)),
        Map.of(),
        weights.metadata(),
        false,
        false,
        refusals,
        weights.tensors().entrySet().stream().map(PublishedModel::value).toList());
  }

  /** Of vectors, which are a tensor of their own where weights are normalised. */
  private static boolean isLength(String tensor) {
    return tensor.endsWith(".weight_g") || tensor.endsWith(".parametrizations.weight.original0");
  }

  private static HostedValue value(Map.Entry<String, Weights.Tensor> tensor) {
    List<String> shape = tensor.getValue().shape().stream().map(String::valueOf).toList();
    return new HostedValue(tensor.getKey(), tensor.getValue().type(), shape);
  }

  /** The bytes of the {@code config.json} beside it; no bytes without one. */
  static byte[] configBeside(InputFile file) throws IOException {
    Optional<InputFile> config = file.beside(CONFIG);
    if (config.isEmpty()) {
      return new byte[0];
    }
    try (InputStream in = config.get().openStream()) {
      return in.readNBytes(MOST_CONFIG_BYTES);
    }
  }

  private static JsonNode config(byte[] bytes) throws MalformedInputException {
    if (bytes.length == 0) {
      throw new MalformedInputException(
          HostedFault.BAD_CONFIG,
          0,
          "There is no config.json beside the weights, which says how their layers are joined: put"
              + " it into the same folder");
    }
    try {
      return StrictJson.object(bytes);
    } catch (JsonProcessingException e) {
      throw new MalformedInputException(
          HostedFault.BAD_CONFIG,
          0,
          "The config.json beside the weights is no JSON object: " + e.getOriginalMessage());
    }
  }

  /**
   * Loads weights into the network that they are of.
   *
   * @throws UserException where they do not fit it
   */
  static ModelHost open(HostedModel file) {
    try {
      Weights weights = Weights.read(new MemoryFile(file.name(), file.bytes()));
      return networkOf(weights).orElseThrow().open(weights, config(file.config()));
    } catch (MalformedInputException e) {
      throw new UserException(
          Mistake.MODEL_FAILED, file.name() + " cannot be loaded: " + e.detail() + ".", e);
    } catch (IOException e) {
      throw new IllegalStateException("Bytes in memory cannot fail to be read", e);
    }
  }
}
