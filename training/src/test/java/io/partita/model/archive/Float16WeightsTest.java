package io.partita.model.archive;

import static io.partita.MistakeAssert.assertThatMistake;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.Mistake;
import io.partita.Sha256;
import io.partita.UserException;
import io.partita.audio.Float16;
import io.partita.numpy.Npy;
import io.partita.numpy.Npz;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Weights as float16: written and read, with other bytes, and by whoever wants to go on. */
class Float16WeightsTest extends NetworkArchiveFixture {
  private float[] weights;

  @BeforeEach
  void pack() throws IOException {
    weights = folder.weights(card.network(), MODEL, false).parameters();
    card = new HalfCopy(folder).of(folder, card, Optional.empty(), weights);
  }

  private float[] read() throws IOException {
    return folder.weights(folder.card().used(), MODEL, false).parameters();
  }

  private byte[] file() throws IOException {
    return Files.readAllBytes(root.resolve(card.used().name()));
  }

  /** Puts other bytes in the file's place, with a card that has their hash. */
  private void put(byte[] bytes) throws IOException {
    put(bytes, card.used().parametersSha256());
  }

  private void put(byte[] bytes, String parametersSha256) throws IOException {
    Files.write(root.resolve(card.used().name()), bytes);
    name(
        new ModelCard.NetworkFile(
            card.used().name(), bytes.length, Sha256.of(bytes), PARAMETERS, parametersSha256));
  }

  private static byte[] npz(String member, byte[] npy) throws IOException {
    return zip(Map.of(member, npy));
  }

  private void assertNotRead(Object... names) {
    assertThatMistake(this::read).is(Mistake.DAMAGED_MODEL).names(folder.name()).names(names);
  }

  @Test
  void whatIsReadIsTheNearestFloat16() throws Exception {
    assertThat(card.network().name()).matches("network-0-[0-9a-f]{8}\\.npz");
    assertThat(root)
        .isDirectoryNotContaining(file -> file.toString().endsWith(".zip"))
        .isDirectoryContaining(file -> file.endsWith("model.json"));
    float[] read = read();
    assertThat(read).hasSize(PARAMETERS);
    for (int i = 0; i < PARAMETERS; i++) {
      assertThat(read[i]).isEqualTo(Float16.toFloat(Float16.of(weights[i])));
      assertThat(read[i])
          .isBetween(
              weights[i] - Math.max(Math.abs(weights[i]) / 2048, 0x1p-25f),
              weights[i] + Math.max(Math.abs(weights[i]) / 2048, 0x1p-25f));
    }
    assertThat(Npz.read(file()).floats("weights").values()).containsExactly(read);
    assertThat(card.used().parametersSha256()).isEqualTo(NetworkArchive.parametersSha256(read));
    assertThat(folder.weights(card.used(), MODEL, false).network(MODEL).params().toFloatVector())
        .containsExactly(read);
  }

  @Test
  void allFloat16ComeBackBitByBit() {
    float[] all = new float[2 * 0x7c00];
    for (int i = 0; i < 0x7c00; i++) {
      all[2 * i] = Float16.toFloat((short) i);
      all[2 * i + 1] = Float16.toFloat((short) (0x8000 | i));
    }
    assertThat(Float16Weights.rounded("m", all)).containsExactly(all);
    assertThat(Float16Weights.bytes(all)).isEqualTo(Float16Weights.bytes(all.clone()));
  }

  @Test
  void packedOnceMoreItIsTheSame() throws IOException {
    assertThat(new HalfCopy(folder).of(folder, card, Optional.empty(), read())).isEqualTo(card);
  }

  @Test
  void theCardNamesItWhereItNamedTheNetworkThatIsUsed() {
    ModelCard.NetworkFile last = file("network-9-00000000.zip");
    ModelCard.NetworkFile other = file("network-8-00000000.zip");
    ModelCard.NetworkFile half = file("network-9-00000000.npz");
    ModelCard.Best best = new ModelCard.Best(3, 1.5, "loss", 2, other);
    ModelCard all = card.at(card.state(), last, other, best).packed(half);

    assertThat(all.networks()).containsExactly(half);
    assertThat(all.usedIteration()).as("iteration of the best").isEqualTo(3);
    assertThat(all.average()).isNull();
    assertThat(all.best()).isEqualTo(new ModelCard.Best(3, 1.5, "loss", 2, half));
    ModelCard averaged = card.at(card.state(), last, other, best.withoutNetwork()).packed(half);
    assertThat(averaged.average()).isEqualTo(half);
    assertThat(averaged.usedIteration()).isEqualTo(card.state().iteration());
    assertThat(averaged.best()).isEqualTo(best.withoutNetwork());
    assertThat(card.at(card.state(), last).packed(half).average()).isNull();
  }

  private static ModelCard.NetworkFile file(String name) {
    return new ModelCard.NetworkFile(name, 1, "0".repeat(64), 1, "0".repeat(64));
  }

  @Test
  void noTrainingGoesOnFromIt() {
    assertThatMistake(() -> folder.weights(card.network(), MODEL, true))
        .is(Mistake.NOT_RESUMABLE)
        .names(folder.name(), "--model");
  }

  @Test
  void weightsBeyondFloat16AreNotWritten() throws IOException {
    for (float beyond : new float[] {65_520, -1e9f, Float.NaN, Float.NEGATIVE_INFINITY}) {
      float[] wild = weights.clone();
      wild[7] = beyond;
      assertThatMistake(() -> new HalfCopy(folder).of(folder, card, Optional.empty(), wild))
          .is(Mistake.WRONG_MODEL)
          .names(folder.name(), "65,504", "7", beyond);
      assertThat(folder.card()).isEqualTo(card);
    }
    float[] wide = weights.clone();
    wide[7] = 65_519;
    assertThat(Float16Weights.rounded("m", wide)[7]).isEqualTo(65_504);
  }

  @Test
  void onlyWhatPartitaWritesIsRead() throws IOException {
    byte[] whole = file();
    Npy half = Npy.of(read(), PARAMETERS);
    put(npz("weight.npy", half.toFloat16()));
    assertNotRead(card.network().name(), "member");
    put(zip(Map.of()));
    assertNotRead(card.network().name(), "member");
    Map<String, byte[]> two = new LinkedHashMap<>();
    two.put("weights.npy", half.toFloat16());
    two.put("more.npy", half.toFloat16());
    put(zip(two));
    assertNotRead(card.network().name(), "member", "many");
    for (byte[] other :
        new byte[][] {
          half.toFloat32(),
          Npy.of(half.values(), 1, PARAMETERS).toFloat16(),
          Npy.of(Arrays.copyOf(half.values(), PARAMETERS - 1), PARAMETERS - 1).toFloat16(),
          Npy.of(Arrays.copyOf(half.values(), PARAMETERS + 1), PARAMETERS + 1).toFloat16(),
          Arrays.copyOf(half.toFloat16(), half.toFloat16().length + 2)
        }) {
      put(npz("weights.npy", other));
      assertNotRead("weights.npy", "float16", "model.json");
    }
    put(npz("weights.npy", new byte[100]));
    assertNotRead("weights.npy");
    put(whole, "0".repeat(64));
    assertNotRead("hash", "model.json");
  }

  @Test
  void numbersThatAreNotFiniteAreRefused() throws IOException {
    byte[] whole = Npy.of(read(), PARAMETERS).toFloat16();
    for (int bits : new int[] {0x7c00, 0xfc00, 0x7e00, 0x7c01}) {
      byte[] npy = whole.clone();
      npy[npy.length - 2] = (byte) bits;
      npy[npy.length - 1] = (byte) (bits >> 8);
      put(npz("weights.npy", npy));
      assertNotRead("weights.npy", "NaN");
    }
  }

  @Test
  void anArrayThatClaimsMoreThanThereIsTakesNoMemory() throws IOException {
    byte[] npy = Npy.of(read(), PARAMETERS).toFloat16();
    String header = new String(npy, 0, 128, StandardCharsets.ISO_8859_1);
    byte[] claim =
        header
            .replace("(181,), }      ", "(2000000000,), }")
            .substring(0, 128)
            .getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer.wrap(npy).put(claim);
    put(npz("weights.npy", npy));
    assertNotRead("weights.npy");
  }

  @Test
  void anyOtherBytesOfTheArrayAreDamageOrOtherNumbersOfAnotherHash() throws IOException {
    float[] read = read();
    byte[] npy = Npy.of(read, PARAMETERS).toFloat16();
    Random random = new Random(2);
    for (int i = 0; i < 500; i++) {
      byte[] changed = i % 5 == 0 ? Arrays.copyOf(npy, random.nextInt(npy.length)) : npy.clone();
      for (int k = 0; k < 1 + i % 3 && changed.length > 0; k++) {
        changed[random.nextInt(i % 2 == 0 ? Math.min(128, changed.length) : changed.length)] =
            (byte) random.nextInt();
      }
      put(npz("weights.npy", changed), NetworkArchive.parametersSha256(read));
      try {
        assertThat(read()).containsExactly(read);
      } catch (UserException e) {
        assertThat(e.mistake()).isEqualTo(Mistake.DAMAGED_MODEL);
      }
    }
  }

  @Test
  void anyOtherBytesAreDamageOrTheSameNumbers() throws IOException {
    byte[] whole = file();
    float[] read = read();
    Random random = new Random(1);
    for (int i = 0; i < 500; i++) {
      byte[] changed =
          i % 5 == 0 ? Arrays.copyOf(whole, random.nextInt(1, whole.length)) : whole.clone();
      for (int k = 0; k < 1 + i % 3; k++) {
        changed[random.nextInt(i % 2 == 0 ? Math.min(90, changed.length) : changed.length)] =
            (byte) random.nextInt();
      }
      put(changed);
      try {
        assertThat(read()).containsExactly(read);
      } catch (UserException e) {
        assertThat(e.mistake()).isEqualTo(Mistake.DAMAGED_MODEL);
      }
    }
  }
}
