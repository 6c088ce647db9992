package io.partita.kind.hosted.file;

import static io.partita.FaultAssert.assertThatFault;
import static io.partita.kind.hosted.file.OnnxFixture.message;
import static io.partita.kind.hosted.file.OnnxFixture.model;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.archive.BytesFile;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every place of an ONNX file where a tensor or an operator may be. */
class OnnxWalkTest {
  /** A tensor whose numbers are in another file. */
  private static OnnxFixture outside() {
    return message()
        .number(1, 4)
        .number(2, 1)
        .text(8, "hidden")
        .message(13, message().text(1, "location").text(2, "../../etc/passwd"))
        .number(14, 1);
  }

  private static OnnxFixture constant(OnnxFixture attribute) {
    return OnnxFixture.node("", "Constant").message(5, attribute);
  }

  private static OnnxFixture graphOf(OnnxFixture node) {
    return OnnxFixture.graph().message(1, node);
  }

  private static HostedDescription read(OnnxFixture model) throws Exception {
    return ModelFile.read(new BytesFile("model", model.bytes()));
  }

  /** Models with something in each place. */
  private static Map<String, OnnxFixture> places(OnnxFixture tensor, OnnxFixture inner) {
    OnnxFixture sparse = message().message(1, tensor);
    OnnxFixture places = message().message(2, tensor);
    OnnxFixture within = message().message(5, tensor).message(1, inner);
    Map<String, OnnxFixture> models = new LinkedHashMap<>();
    models.put("initializer", model(OnnxFixture.graph().message(5, tensor)));
    models.put("sparse values", model(OnnxFixture.graph().message(15, sparse)));
    models.put("sparse indices", model(OnnxFixture.graph().message(15, places)));
    models.put("attribute t", model(graphOf(constant(message().message(5, tensor)))));
    models.put("attribute tensors", model(graphOf(constant(message().message(10, tensor)))));
    models.put("attribute sparse", model(graphOf(constant(message().message(22, sparse)))));
    models.put("attribute sparses", model(graphOf(constant(message().message(23, places)))));
    models.put("subgraph", model(graphOf(constant(message().message(6, within)))));
    models.put("subgraphs", model(graphOf(constant(message().message(11, within)))));
    OnnxFixture deep = message().message(1, constant(message().message(6, within)));
    models.put("deep", model(graphOf(constant(message().message(6, deep)))));
    OnnxFixture function = message().text(1, "f").text(10, "own");
    models.put(
        "function",
        model(OnnxFixture.graph())
            .message(25, function.message(7, constant(message().message(5, tensor)))));
    models.put(
        "default of a function",
        model(OnnxFixture.graph())
            .message(25, message().text(1, "f").message(11, message().message(5, tensor))));
    models.put("training", model(OnnxFixture.graph()).message(20, message().message(1, within)));
    models.put(
        "training algorithm", model(OnnxFixture.graph()).message(20, message().message(2, within)));
    return models;
  }

  @Test
  void aTensorInAnotherFileIsFoundInEveryPlace() throws Exception {
    for (Map.Entry<String, OnnxFixture> place :
        places(outside(), OnnxFixture.node("", "Identity")).entrySet()) {
      HostedDescription model = read(place.getValue());
      assertThat(model.refusals()).as(place.getKey()).isNotEmpty();
      assertThat(model.refusals().get(0).fault()).isEqualTo(HostedFault.TOUCHES_FILES);
      assertThat(model.refusals().get(0).detail()).contains("hidden");
    }
  }

  @Test
  void anOperatorOfAnotherDomainIsFoundInGraphsAndFunctions() throws Exception {
    Map<String, OnnxFixture> models =
        places(OnnxFixture.weights("w", 1), OnnxFixture.node("com.example", "Run"));
    for (String place : new String[] {"subgraph", "subgraphs", "deep", "training"}) {
      assertThat(read(models.get(place)).refusals())
          .as(place)
          .anySatisfy(refusal -> assertThat(refusal.detail()).contains("com.example::Run"));
    }
    OnnxFixture function =
        message().text(1, "f").message(7, OnnxFixture.node("com.example", "Run"));
    assertThat(read(model(OnnxFixture.graph()).message(25, function)).refusals()).hasSize(1);
    assertThat(read(model(graphOf(OnnxFixture.node("com.microsoft", "EPContext")))).refusals())
        .hasSize(1);
    assertThat(read(model(graphOf(OnnxFixture.node("com.microsoft", "FusedConv")))).refusals())
        .isEmpty();
    assertThat(read(model(graphOf(OnnxFixture.node("ai.onnx.ml", "Scaler")))).refusals()).isEmpty();
  }

  @Test
  void functionsOfTheFileItselfAreCalled() throws Exception {
    OnnxFixture function =
        message().text(1, "Snake").text(10, "my.nets").message(7, OnnxFixture.node("", "Sin"));
    OnnxFixture calling = model(graphOf(OnnxFixture.node("my.nets", "Snake")));
    assertThat(read(calling).refusals()).hasSize(1);
    assertThat(
            read(model(graphOf(OnnxFixture.node("my.nets", "Snake"))).message(25, function))
                .refusals())
        .isEmpty();
  }

  /** ONNX Runtime would take the bytes for its own format. */
  @Test
  void aNameThatLooksLikeAnotherFormatIsRefused() {
    OnnxFixture model = message().number(1, 8).text(2, "ORTM").message(7, OnnxFixture.graph());
    assertThatFault(() -> read(model)).is("NOT_A_MODEL");
  }
}
