package io.partita.command.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.partita.lake.file.Json;
import io.partita.lake.run.ExitCode;
import io.partita.lake.run.Spark;
import io.partita.model.ModelLayer;
import io.partita.model.StrictJson;
import io.partita.model.archive.BuiltinModel;
import io.partita.model.archive.ModelCard;
import io.partita.model.archive.ModelFolder;
import io.partita.model.archive.PriorFile;
import io.partita.model.run.ModelText;
import io.partita.model.train.TrainedModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what a model archive holds, after checking all of it. Neither Spark nor a lake is used. */
@Command(name = "model show", description = "Show a model's provenance, training state and layers.")
public final class InspectModel implements Callable<Integer> {
  @Parameters(paramLabel = "MODEL", description = BuiltinModel.HELP)
  private String model;

  @ArgGroup private Form form = new Form();

  /** For programs. */
  static final class Form {
    @Option(
        names = "--json",
        description =
            "One object: the model's card and layers; if published, also published and test.")
    private boolean json;

    @Option(
        names = "--options",
        description =
            "Print the training's options as one object, for --config of the train command.")
    private boolean options;
  }

  @Override
  public Integer call() throws IOException {
    TrainedModel<?> trained = TrainedModel.read(model, Spark.hadoopConfiguration());
    ModelCard card = trained.card();
    if (form.options) {
      System.out.println(ModelOptions.json(card));
      return ExitCode.OK;
    }
    JsonNode published = ofThisNetwork(ModelFolder.PUBLISHED, trained.folder(), card);
    JsonNode test = ofThisNetwork(ModelFolder.TEST, trained.folder(), card);
    List<ModelLayer> layers = trained.isNetwork() ? layers(trained.weights()) : trained.layers();
    if (form.json) {
      ObjectNode answer = Json.MAPPER.valueToTree(card);
      if (published != null) {
        answer.set("published", published);
      }
      if (test != null) {
        answer.set("test", test);
      }
      ArrayNode array = answer.putArray("layers");
      layers.forEach(layer -> array.add(Json.MAPPER.<ObjectNode>valueToTree(layer)));
      System.out.println(answer);
    } else {
      Optional<PriorFile> prior = PriorFile.of(trained.folder(), card);
      System.out.print(ModelText.of(model, trained, prior, published, test, layers));
    }
    return ExitCode.OK;
  }

  /** What a file that model publish wrote says of this very network, or null. */
  private static JsonNode ofThisNetwork(String file, ModelFolder folder, ModelCard card)
      throws IOException {
    Optional<byte[]> bytes = folder.read(file);
    JsonNode found;
    try {
      found = bytes.isEmpty() ? NullNode.instance : StrictJson.object(bytes.get());
    } catch (JsonProcessingException e) {
      throw folder.damaged(file + " is not an object of JSON", e);
    }
    String network = found.path("network_sha256").asText();
    return network.equals(card.used().sha256()) ? found : null;
  }

  private static List<ModelLayer> layers(ComputationGraph network) {
    List<ModelLayer> layers = new ArrayList<>();
    for (GraphVertex vertex : network.getVertices()) {
      Map<String, INDArray> parameters = vertex.paramTable(false);
      Class<?> type = vertex.hasLayer() ? vertex.getLayer().getClass() : vertex.getClass();
      layers.add(
          new ModelLayer(
              vertex.getVertexName(),
              (type.getEnclosingClass() == null ? type : type.getEnclosingClass()).getSimpleName(),
              parameters.entrySet().stream()
                  .collect(
                      Collectors.toMap(
                          Map.Entry::getKey, entry -> Arrays.toString(entry.getValue().shape()))),
              parameters.values().stream().mapToLong(INDArray::length).sum()));
    }
    return layers;
  }
}
