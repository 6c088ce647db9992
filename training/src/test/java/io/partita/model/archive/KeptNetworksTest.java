package io.partita.model.archive;

import static io.partita.MistakeAssert.assertThatMistake;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.partita.Mistake;
import io.partita.Sha256;
import io.partita.nn.optim.Optimizer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** Archives of more than one network: the last, its average, the best. */
class KeptNetworksTest extends NetworkArchiveFixture {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ModelCard.State LATER =
      new ModelCard.State(1, 0, null, 20, 160, 1, 2.0, ModelCard.State.DONE, null);

  private ModelCard.NetworkFile added(long iteration, long seed) throws IOException {
    return folder.add(iteration, MODEL.network(seed, Optimizer.constant(0.01)));
  }

  private static ModelCard.Best best(long iteration, ModelCard.NetworkFile network) {
    return new ModelCard.Best(iteration, 0.5, "loss", 0.25, network);
  }

  @Test
  void theBestNetworkIsUsedElseTheAverageElseTheLast() throws IOException {
    ModelCard.NetworkFile last = added(20, 1);
    ModelCard.NetworkFile average = added(20, 2);
    ModelCard.NetworkFile best = added(10, 3);
    folder.publish(card.at(LATER, last, average, best(10, best)));
    assertThat(folder.card().used()).isEqualTo(best);
    assertThat(folder.card().network()).isEqualTo(last);
    assertThat(root.toFile().list())
        .containsExactlyInAnyOrder("model.json", last.name(), average.name(), best.name());
    folder.verify(folder.card());

    ModelCard.Best unkept = best(10, best).withoutNetwork();
    folder.publish(card.at(LATER, last, average, unkept));
    assertThat(folder.card().used()).isEqualTo(average);
    assertThat(folder.card().best()).isEqualTo(unkept);
    folder.publish(card.at(LATER, last, null, unkept));
    assertThat(folder.card().used()).isEqualTo(last);
    assertThat(root.toFile().list()).containsExactlyInAnyOrder("model.json", last.name());
  }

  @Test
  void everyNetworkIsPublishedAndMayNotBeMissing() throws IOException {
    ModelCard.NetworkFile last = added(20, 1);
    ModelCard.NetworkFile best = added(10, 3);
    ModelCard both = card.at(LATER, last, null, best(10, best));
    folder.publish(both);
    ModelFolder to = ModelFolder.at(temporary.resolve("to").toString(), new Configuration());
    ModelPublication publication = new ModelPublication(to);
    assertThat(publication.publish(folder, folder.card(), new FilesBeside(folder).read(), true))
        .isTrue();
    to.verify(to.card());
    assertThat(to.card().used()).isEqualTo(best);
    assertThat(to.weights(to.card().used(), MODEL, false).parameters())
        .containsExactly(MODEL.network(3, Optimizer.constant(0.01)).params().toFloatVector());

    Files.delete(root.resolve(best.name()));
    assertThatMistake(() -> folder.verify(folder.card()))
        .is(Mistake.DAMAGED_MODEL)
        .names(best.name());
  }

  /** A folder in the place of the card's temporary file does not let it be written. */
  @Test
  void networksOfTheLiveCardStayWhereTheNextOneCannotBeWritten() throws IOException {
    Files.createDirectories(root.resolve("_model.json.tmp/full"));
    ModelCard next = card.at(LATER, added(20, 2), null, null);
    assertThatThrownBy(() -> folder.publish(next)).isInstanceOf(IOException.class);
    assertThat(folder.card()).usingRecursiveComparison().isEqualTo(card);
    folder.verify(folder.card());
  }

  @Test
  void aCardOfTheFirstFormatIsReadAsOneWithoutTheOthers() throws IOException {
    ObjectNode first = JSON.valueToTree(folder.card());
    first.put("format", 1).remove(List.of("average", "best"));
    put(first);
    assertThat(folder.card()).usingRecursiveComparison().isEqualTo(card);
    assertThat(folder.card().used()).isEqualTo(card.network());

    first.set("best", JSON.valueToTree(best(0, null)));
    put(first);
    assertRefused("best");
    first.putNull("best").set("average", JSON.valueToTree(card.network()));
    put(first);
    assertRefused("average");
    first
        .put("format", 2)
        .withObject("/provenance")
        .set("learnt", JSON.valueToTree(folder.add("md5", ContentHashes.of(List.of()))));
    put(first);
    assertRefused("learnt");
  }

  @Test
  void aBestOneThatNoTrainingHadIsDamage() throws IOException {
    ModelCard.NetworkFile file = card.network();
    folder.save(card.at(LATER, file, null, best(21, file)));
    assertRefused("iteration");
    folder.save(card.at(LATER, file, null, new ModelCard.Best(1, -1, "loss", 1, file)));
    assertRefused("epoch");
    folder.save(card.at(LATER, file, null, new ModelCard.Best(1, 1, "../x", 1, file)));
    assertRefused("figure");
    folder.save(card.at(LATER, file, null, new ModelCard.Best(1, 1, "loss", Double.NaN, file)));
    assertRefused("value");
    ModelCard.NetworkFile other =
        new ModelCard.NetworkFile(
            file.name(), file.bytes(), file.sha256(), 180, file.parametersSha256());
    folder.save(card.at(LATER, file, null, best(1, other)));
    assertRefused("parameters");
    ModelCard.NetworkFile outside =
        new ModelCard.NetworkFile(
            "../" + file.name(), file.bytes(), file.sha256(), PARAMETERS, file.parametersSha256());
    folder.save(card.at(LATER, file, outside, null));
    assertRefused("name");
  }

  private void assertRefused(String field) {
    assertThatMistake(folder::card).is(Mistake.DAMAGED_MODEL).names(field);
  }

  private void put(JsonNode changed) throws IOException {
    JsonNode asRead = CardFile.asRead(changed);
    ObjectNode file = JSON.createObjectNode();
    file.put("sha256", Sha256.of(JSON.writeValueAsBytes(asRead)));
    file.set("card", asRead);
    Files.write(root.resolve("model.json"), JSON.writeValueAsBytes(file));
  }
}
