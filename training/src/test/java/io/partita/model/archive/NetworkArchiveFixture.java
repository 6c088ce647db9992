package io.partita.model.archive;

import static io.partita.MistakeAssert.assertThatMistake;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.Mistake;
import io.partita.Sha256;
import io.partita.model.train.NextClass;
import io.partita.model.train.NextClassCards;
import io.partita.nn.optim.Optimizer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An archive that can be changed by somebody who knows how to write hashes. */
abstract class NetworkArchiveFixture {
  static final NextClass MODEL = new NextClass(5, 1);
  static final int PARAMETERS = 181;
  static final String CONFIGURATION = "configuration.json";
  static final String COEFFICIENTS = "coefficients.bin";
  static final String UPDATER_STATE = "updaterState.bin";

  @TempDir Path temporary;
  Path root;
  ModelFolder folder;
  ModelCard card;
  Map<String, byte[]> members;

  @BeforeEach
  void writeModel() throws IOException {
    root = temporary.resolve("m");
    folder = ModelFolder.at(root.toString(), new Configuration());
    card =
        folder.save(
            NextClassCards.of(MODEL),
            ModelCard.State.BEGINNING,
            MODEL.network(1, Optimizer.constant(0.01)));
    members = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(network()))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        members.put(entry.getName(), zip.readAllBytes());
      }
    }
    assertThat(members).containsOnlyKeys(CONFIGURATION, COEFFICIENTS, UPDATER_STATE);
  }

  byte[] network() throws IOException {
    return Files.readAllBytes(root.resolve(card.network().name()));
  }

  /** Puts other bytes in the network's place, with a card that has their hashes. */
  void replace(byte[] network, long parameters) throws IOException {
    Files.write(root.resolve(card.network().name()), network);
    byte[] coefficients = members.getOrDefault(COEFFICIENTS, new byte[0]);
    byte[] weights =
        Arrays.copyOfRange(
            coefficients, Math.max(0, coefficients.length - 4 * PARAMETERS), coefficients.length);
    name(
        new ModelCard.NetworkFile(
            card.network().name(),
            network.length,
            Sha256.of(network),
            parameters,
            Sha256.of(weights)));
  }

  void name(ModelCard.NetworkFile file) throws IOException {
    folder.save(card.at(card.state(), file));
  }

  static byte[] zip(Map<String, byte[]> members) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> member : members.entrySet()) {
        zip.putNextEntry(new ZipEntry(member.getKey()));
        zip.write(member.getValue());
      }
    }
    return bytes.toByteArray();
  }

  void assertDamaged(Object... names) {
    assertThatMistake(() -> folder.weights(folder.card().network(), MODEL, true))
        .is(Mistake.DAMAGED_MODEL)
        .names(folder.name())
        .names(names);
  }
}
