package io.partita.model.archive;

import static io.partita.MistakeAssert.assertThatMistake;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.Mistake;
import io.partita.Sha256;
import io.partita.UserException;
import io.partita.model.train.NextClass;
import io.partita.nn.optim.Optimizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;

/** A network's file as a whole: written and read, under other names, with other bytes. */
class NetworkFileTest extends NetworkArchiveFixture {
  @Test
  void whatIsWrittenIsReadWithAdamsState() throws IOException {
    ComputationGraph network = MODEL.network(3, Optimizer.constant(0.01));
    network.fit(MODEL.arrays(List.of(new int[] {1, 2}, new int[] {2, 3}), 1).get(0));
    card = folder.save(card, ModelCard.State.BEGINNING, network);

    NetworkWeights read = folder.weights(folder.card().network(), MODEL, true);

    assertThat(read.parameters()).containsExactly(network.params().toFloatVector());
    assertThat(read.updaterState())
        .containsExactly(network.getUpdater().getStateViewArray().toFloatVector());
    ComputationGraph again = read.network(MODEL, 3, Optimizer.constant(0.01), 1);
    for (ComputationGraph of : List.of(network, again)) {
      of.fit(MODEL.arrays(List.of(new int[] {0, 1}, new int[] {2, 3}), 1).get(0));
    }
    assertThat(again.params().toFloatVector()).containsExactly(network.params().toFloatVector());
    assertThat(folder.weights(folder.card().network(), MODEL, false).updaterState()).isNull();
  }

  @Test
  void whatIsWrittenIsWhatDl4jReads() throws IOException {
    ComputationGraph read =
        ModelSerializer.restoreComputationGraph(new ByteArrayInputStream(network()), true);
    assertThat(read.params().toFloatVector())
        .containsExactly(folder.weights(card.network(), MODEL, false).parameters());
  }

  @Test
  void noCountOfTheCardIsBelieved() throws IOException {
    for (long claimed : new long[] {1, 180, 182, 1L << 31, 1_000_000_000_000L, Long.MAX_VALUE}) {
      replace(network(), claimed);
      assertDamaged("model.json", "%,d".formatted(claimed), PARAMETERS);
    }
    NextClass large = new NextClass(30_000_000, 1);
    replace(network(), large.parameters());
    assertThatMistake(() -> folder.weights(folder.card().network(), large, false))
        .is(Mistake.DAMAGED_MODEL)
        .names("990,000,016");
    for (long bytes : new long[] {1, network().length - 1}) {
      ModelCard.NetworkFile file = card.network();
      name(
          new ModelCard.NetworkFile(
              file.name(), bytes, file.sha256(), PARAMETERS, file.parametersSha256()));
      assertDamaged(card.network().name(), "longer", "model.json");
    }
  }

  @Test
  void theWeightsHaveAHashOfTheirOwn() throws IOException {
    byte[] bytes = network();
    name(
        new ModelCard.NetworkFile(
            card.network().name(), bytes.length, Sha256.of(bytes), PARAMETERS, "0".repeat(64)));
    assertDamaged("hash", "model.json");
  }

  @Test
  void anyOtherBytesAreDamageOrTheSameNumbers() throws IOException {
    byte[] whole = network();
    float[] weights = folder.weights(card.network(), MODEL, false).parameters();
    Random random = new Random(1);
    for (int i = 0; i < 500; i++) {
      byte[] changed =
          i % 5 == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
      for (int k = 0; k < 1 + i % 3 && changed.length > 0; k++) {
        changed[random.nextInt(i % 2 == 0 ? Math.min(90, changed.length) : changed.length)] =
            (byte) random.nextInt();
      }
      replace(changed, PARAMETERS);
      try {
        assertThat(folder.weights(folder.card().network(), MODEL, true).parameters())
            .containsExactly(weights);
      } catch (UserException e) {
        assertThat(e.mistake()).isEqualTo(Mistake.DAMAGED_MODEL);
      }
    }
  }

  @Test
  void namesLeadToPlainFilesOfTheFolderOnly() throws IOException {
    Path outside = Files.write(temporary.resolve("network-0-00000000.zip"), network());
    ModelCard.NetworkFile file = card.network();
    for (String name :
        List.of(
            "../" + outside.getFileName(),
            outside.toString(),
            "/dev/zero",
            "model.json",
            "",
            "network-0-00000000.zip/x",
            "file:" + outside,
            "network-0-0000000g.zip",
            "..",
            "network-0-00000000.zip\n")) {
      name(
          new ModelCard.NetworkFile(
              name, file.bytes(), file.sha256(), PARAMETERS, file.parametersSha256()));
      assertThatMistake(folder::card).is(Mistake.DAMAGED_MODEL).names("field name");
    }
    name(file);
    for (Path target : List.of(outside, Path.of("/dev/zero"), temporary.resolve("none"))) {
      Files.deleteIfExists(root.resolve(file.name()));
      Files.createSymbolicLink(root.resolve(file.name()), target);
      assertDamaged(file.name(), "plain");
    }
    for (String beside : List.of("metrics.jsonl", "evaluation.json", "curves.png")) {
      Files.createSymbolicLink(root.resolve(beside), Path.of("/dev/zero"));
      assertThatMistake(new FilesBeside(folder)::read).is(Mistake.DAMAGED_MODEL).names(beside);
      Files.delete(root.resolve(beside));
    }
    Files.delete(root.resolve("model.json"));
    Files.createDirectory(root.resolve("model.json"));
    assertThatMistake(folder::card).is(Mistake.DAMAGED_MODEL).names("model.json");
    Files.delete(root.resolve("model.json"));
    Files.createSymbolicLink(root.resolve("model.json"), Path.of("/dev/zero"));
    assertThatMistake(folder::card).is(Mistake.DAMAGED_MODEL).names("model.json");
  }

  @Test
  void aNetworkMayNotBeMissing() throws IOException {
    Files.delete(root.resolve(card.network().name()));
    assertDamaged(card.network().name(), "missing");
    assertThatMistake(() -> folder.verify(card))
        .is(Mistake.DAMAGED_MODEL)
        .names(card.network().name());
  }

  @Test
  void aLinkWhereAFileIsToBeWrittenIsReplaced() throws IOException {
    Path mine = Files.writeString(temporary.resolve(".bashrc"), "mine");
    Files.createSymbolicLink(root.resolve("_network.tmp"), mine);
    Files.createSymbolicLink(root.resolve("_model.json.tmp"), mine);
    card = folder.save(card, ModelCard.State.BEGINNING, MODEL.network(2, Optimizer.constant(0.01)));
    assertThat(mine).hasContent("mine");
    assertThat(folder.weights(folder.card().network(), MODEL, false).parameters())
        .hasSize(PARAMETERS);
  }
}
