package io.partita.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.partita.UserException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives by somebody who knows how to write hashes. */
class NetworkArchiveTest {
  private static final NextClass MODEL = new NextClass(5, 1);
  private static final int PARAMETERS = 181;
  private static final String CONFIGURATION = "configuration.json";
  private static final String COEFFICIENTS = "coefficients.bin";
  private static final String UPDATER_STATE = "updaterState.bin";

  @TempDir private Path temporary;
  private Path root;
  private ModelFolder folder;
  private ModelCard card;
  private Map<String, byte[]> members;

  /** What runs when its bytes are read as a Java object. */
  static final class Trap implements Serializable {
    private static final long serialVersionUID = 1L;
    static boolean isSprung;

    private Object readResolve() {
      isSprung = true;
      return this;
    }
  }

  @BeforeEach
  void writeModel() throws IOException {
    root = temporary.resolve("m");
    folder = ModelFolder.at(root.toString(), new Configuration());
    card = folder.save(card(), ModelCard.State.BEGINNING, MODEL.network(1, 0.01));
    members = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(network()))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        members.put(entry.getName(), zip.readAllBytes());
      }
    }
    assertThat(members).containsOnlyKeys(CONFIGURATION, COEFFICIENTS, UPDATER_STATE);
    Trap.isSprung = false;
  }

  private static ModelCard card() {
    return new ModelCard(
        ModelCard.FORMAT,
        MODEL.kind(),
        JsonNodeFactory.instance.objectNode(),
        List.of(),
        List.of(),
        new ModelCard.Provenance(
            "train",
            "0",
            "run",
            "lake",
            "numbers",
            "r1",
            "train",
            "none",
            0,
            0,
            Map.of(),
            Map.of(),
            Map.of(),
            "cpu",
            "local",
            "2026-01-01T00:00:00Z"),
        null,
        null);
  }

  private byte[] network() throws IOException {
    return Files.readAllBytes(root.resolve(card.network().name()));
  }

  /** Puts other bytes in the network's place, with a card that has their hashes. */
  private void replace(byte[] network, long parameters) throws IOException {
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

  private void name(ModelCard.NetworkFile file) throws IOException {
    folder.save(card.at(card.state(), file));
  }

  private static byte[] zip(Map<String, byte[]> members) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> member : members.entrySet()) {
        zip.putNextEntry(new ZipEntry(member.getKey()));
        zip.write(member.getValue());
      }
    }
    return bytes.toByteArray();
  }

  private void assertDamaged(String how) {
    assertThatThrownBy(() -> folder.weights(folder.card(), MODEL, true))
        .isInstanceOf(UserException.class)
        .hasMessageMatching("Model " + folder.name() + " is damaged: .*\\. Use a whole copy or .*")
        .hasMessageContaining(how);
  }

  @Test
  void whatIsWrittenIsReadWithAdamsState() throws IOException {
    ComputationGraph network = MODEL.network(3, 0.01);
    network.fit(MODEL.arrays(List.of(new int[] {1, 2}, new int[] {2, 3}), 1).get(0));
    card = folder.save(card, ModelCard.State.BEGINNING, network);

    NetworkWeights read = folder.weights(folder.card(), MODEL, true);

    assertThat(read.parameters()).containsExactly(network.params().toFloatVector());
    assertThat(read.updaterState())
        .containsExactly(network.getUpdater().getStateViewArray().toFloatVector());
    ComputationGraph again = read.network(MODEL, 3, 0.01, 1);
    for (ComputationGraph of : List.of(network, again)) {
      of.fit(MODEL.arrays(List.of(new int[] {0, 1}, new int[] {2, 3}), 1).get(0));
    }
    assertThat(again.params().toFloatVector()).containsExactly(network.params().toFloatVector());
    assertThat(folder.weights(folder.card(), MODEL, false).updaterState()).isNull();
  }

  @Test
  void whatIsWrittenIsWhatDl4jReads() throws IOException {
    ComputationGraph read =
        ModelSerializer.restoreComputationGraph(new ByteArrayInputStream(network()), true);
    assertThat(read.params().toFloatVector())
        .containsExactly(folder.weights(card, MODEL, false).parameters());
  }

  @ParameterizedTest
  @CsvSource({"preprocessor.bin, 0", "preprocessor.bin, 3", "normalizer.bin, 3", "x/../y, 1"})
  void noJavaObjectIsReadFromAMemberTooMany(String name, int place) throws IOException {
    ByteArrayOutputStream object = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(object)) {
      out.writeObject(new Trap());
    }
    Map<String, byte[]> more = new LinkedHashMap<>();
    int written = 0;
    for (Map.Entry<String, byte[]> member : members.entrySet()) {
      if (written++ == place) {
        more.put(name, object.toByteArray());
      }
      more.put(member.getKey(), member.getValue());
    }
    more.putIfAbsent(name, object.toByteArray());
    replace(zip(more), PARAMETERS);

    assertDamaged(place == 3 ? " has a member too many" : " has not the three members that ");
    assertThat(Trap.isSprung).isFalse();
  }

  @Test
  void aConfigurationThatNamesClassesIsNotLookedAt() throws IOException {
    members.put(
        CONFIGURATION,
        "{\"@class\": \"io.partita.training.NetworkArchiveTest$Trap\"}"
            .getBytes(StandardCharsets.UTF_8));
    replace(zip(members), PARAMETERS);
    assertThat(folder.weights(folder.card(), MODEL, true).parameters()).hasSize(PARAMETERS);
  }

  @ParameterizedTest
  @ValueSource(strings = {CONFIGURATION, COEFFICIENTS, UPDATER_STATE})
  void noMemberMayBeMissing(String name) throws IOException {
    members.remove(name);
    replace(zip(members), PARAMETERS);
    assertDamaged(" has not the three members that Partita writes");
  }

  @ParameterizedTest
  @ValueSource(strings = {COEFFICIENTS, UPDATER_STATE})
  void noMemberMayBeCutOrGoOn(String name) throws IOException {
    byte[] whole = members.get(name);
    for (int length : new int[] {0, 1, 17, 40, 90, 110, whole.length - 1}) {
      members.put(name, Arrays.copyOf(whole, length));
      replace(zip(members), PARAMETERS);
      assertDamaged("");
    }
    members.put(name, Arrays.copyOf(whole, whole.length + 1));
    replace(zip(members), PARAMETERS);
    assertDamaged(name + " has bytes after its numbers");
  }

  @ParameterizedTest
  @ValueSource(strings = {COEFFICIENTS, UPDATER_STATE})
  void noLengthIsBelieved(String name) throws IOException {
    byte[] whole = members.get(name);
    for (long claimed : new long[] {-1, 0, 1, 180, 182, 1L << 31, 1_000_000_000_000L, -1L << 63}) {
      for (int place : new int[] {18, 32, 40, 48, 98}) {
        byte[] claims = whole.clone();
        ByteBuffer.wrap(claims).putLong(place, claimed);
        members.put(name, claims);
        replace(zip(members), PARAMETERS);
        try {
          folder.weights(folder.card(), MODEL, true);
        } catch (UserException e) {
          assertThat(e).hasMessageContaining(" is damaged: ");
        }
      }
    }
    byte[] shape = whole.clone();
    ByteBuffer.wrap(shape).putLong(40, 1_000_000_000_000L);
    members.put(name, shape);
    replace(zip(members), PARAMETERS);
    assertDamaged(name + " is not a row of as many numbers as model.json says");
  }

  @Test
  void noCountOfTheCardIsBelieved() throws IOException {
    for (long claimed : new long[] {1, 180, 182, 1L << 31, 1_000_000_000_000L, Long.MAX_VALUE}) {
      replace(network(), claimed);
      assertDamaged("parameters, and its config makes 181");
    }
    NextClass large = new NextClass(30_000_000, 1);
    replace(network(), large.parameters());
    assertThatThrownBy(() -> folder.weights(folder.card(), large, false))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(" bytes cannot hold 990,000,016 weights");
    for (long bytes : new long[] {1, network().length - 1}) {
      ModelCard.NetworkFile file = card.network();
      name(
          new ModelCard.NetworkFile(
              file.name(), bytes, file.sha256(), PARAMETERS, file.parametersSha256()));
      assertDamaged(" is longer than model.json says");
    }
  }

  @Test
  void whatUnpacksToMuchMoreIsNotUnpacked() throws IOException {
    members.put(CONFIGURATION, new byte[64 << 20]);
    replace(zip(members), PARAMETERS);
    assertDamaged("configuration.json in " + card.network().name() + " is too long");
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void numbersThatAreNotFiniteAreNoWeights(float lost) throws IOException {
    for (String name : List.of(UPDATER_STATE, COEFFICIENTS)) {
      byte[] numbers = members.get(name).clone();
      ByteBuffer.wrap(numbers).putFloat(numbers.length - 8, lost);
      members.put(name, numbers);
      replace(zip(members), PARAMETERS);
      assertDamaged(name + " has numbers that are not finite (NaN)");
    }
  }

  @Test
  void theWeightsHaveAHashOfTheirOwn() throws IOException {
    byte[] bytes = network();
    name(
        new ModelCard.NetworkFile(
            card.network().name(), bytes.length, Sha256.of(bytes), PARAMETERS, "0".repeat(64)));
    assertDamaged(" do not have the hash that model.json says");
  }

  @Test
  void anyOtherBytesAreDamageOrTheSameNumbers() throws IOException {
    byte[] whole = network();
    float[] weights = folder.weights(card, MODEL, false).parameters();
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
        assertThat(folder.weights(folder.card(), MODEL, true).parameters())
            .containsExactly(weights);
      } catch (UserException e) {
        assertThat(e).hasMessageContaining(" is damaged: ");
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
      assertThatThrownBy(folder::card)
          .isInstanceOf(UserException.class)
          .hasMessageContaining(
              " is damaged: the field name of its card is nothing that Partita writes");
    }
    name(file);
    for (Path target : List.of(outside, Path.of("/dev/zero"), temporary.resolve("none"))) {
      Files.deleteIfExists(root.resolve(file.name()));
      Files.createSymbolicLink(root.resolve(file.name()), target);
      assertDamaged(file.name() + " is no plain file");
    }
    for (String beside : List.of("metrics.jsonl", "evaluation.json", "curves.png")) {
      Files.createSymbolicLink(root.resolve(beside), Path.of("/dev/zero"));
      assertThatThrownBy(folder::beside).hasMessageContaining(beside + " is no plain file");
      Files.delete(root.resolve(beside));
    }
    Files.delete(root.resolve("model.json"));
    Files.createDirectory(root.resolve("model.json"));
    assertThatThrownBy(folder::card).hasMessageContaining("model.json is no plain file");
    Files.delete(root.resolve("model.json"));
    Files.createSymbolicLink(root.resolve("model.json"), Path.of("/dev/zero"));
    assertThatThrownBy(folder::card).hasMessageContaining("model.json is no plain file");
  }

  @Test
  void aNetworkMayNotBeMissing() throws IOException {
    Files.delete(root.resolve(card.network().name()));
    assertDamaged(card.network().name() + " is missing");
    assertThatThrownBy(() -> folder.verify(card)).hasMessageContaining(" is missing");
  }

  @Test
  void aLinkWhereAFileIsToBeWrittenIsReplaced() throws IOException {
    Path mine = Files.writeString(temporary.resolve(".bashrc"), "mine");
    Files.createSymbolicLink(root.resolve("_network.tmp"), mine);
    Files.createSymbolicLink(root.resolve("_model.json.tmp"), mine);
    card = folder.save(card, ModelCard.State.BEGINNING, MODEL.network(2, 0.01));
    assertThat(mine).hasContent("mine");
    assertThat(folder.weights(folder.card(), MODEL, false).parameters()).hasSize(PARAMETERS);
  }

  @Test
  void aVectorIsReadLikeARow() throws IOException {
    byte[] vector = members.get(COEFFICIENTS);
    ByteBuffer head = ByteBuffer.wrap(vector);
    ByteArrayOutputStream row = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(row)) {
      out.write(vector, 0, 18);
      out.writeLong(8);
      out.writeUTF("LONG");
      for (long number : new long[] {2, 1, PARAMETERS, PARAMETERS, 1, 8192, 1, 99}) {
        out.writeLong(number);
      }
      out.write(vector, 80, vector.length - 80);
    }
    assertThat(head.getLong(18)).isEqualTo(6);
    members.put(COEFFICIENTS, row.toByteArray());
    replace(zip(members), PARAMETERS);
    assertThat(folder.weights(folder.card(), MODEL, false).parameters())
        .containsExactly(MODEL.network(1, 0.01).params().toFloatVector());
  }
}
