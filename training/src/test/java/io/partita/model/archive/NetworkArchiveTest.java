package io.partita.model.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.nn.optim.Optimizer;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in a network's archive, by somebody who knows how to write hashes. */
class NetworkArchiveTest extends NetworkArchiveFixture {
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
  void setTrap() {
    Trap.isSprung = false;
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

    assertDamaged(card.network().name(), place == 3 ? "many" : "three");
    assertThat(Trap.isSprung).isFalse();
  }

  @Test
  void aConfigurationThatNamesClassesIsNotLookedAt() throws IOException {
    members.put(
        CONFIGURATION,
        "{\"@class\": \"io.partita.model.archive.NetworkArchiveTest$Trap\"}"
            .getBytes(StandardCharsets.UTF_8));
    replace(zip(members), PARAMETERS);
    assertThat(folder.weights(folder.card().network(), MODEL, true).parameters())
        .hasSize(PARAMETERS);
  }

  @ParameterizedTest
  @ValueSource(strings = {CONFIGURATION, COEFFICIENTS, UPDATER_STATE})
  void noMemberMayBeMissing(String name) throws IOException {
    members.remove(name);
    replace(zip(members), PARAMETERS);
    assertDamaged(card.network().name(), "three");
  }

  @ParameterizedTest
  @ValueSource(strings = {COEFFICIENTS, UPDATER_STATE})
  void noMemberMayBeCutOrGoOn(String name) throws IOException {
    byte[] whole = members.get(name);
    for (int length : new int[] {0, 1, 17, 40, 90, 110, whole.length - 1}) {
      members.put(name, Arrays.copyOf(whole, length));
      replace(zip(members), PARAMETERS);
      assertDamaged();
    }
    members.put(name, Arrays.copyOf(whole, whole.length + 1));
    replace(zip(members), PARAMETERS);
    assertDamaged(name, "after");
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
          folder.weights(folder.card().network(), MODEL, true);
        } catch (UserException e) {
          assertThat(e.mistake()).isEqualTo(Mistake.DAMAGED_MODEL);
        }
      }
    }
    byte[] shape = whole.clone();
    ByteBuffer.wrap(shape).putLong(40, 1_000_000_000_000L);
    members.put(name, shape);
    replace(zip(members), PARAMETERS);
    assertDamaged(name, "numbers", "model.json");
  }

  @Test
  void whatUnpacksToMuchMoreIsNotUnpacked() throws IOException {
    members.put(CONFIGURATION, new byte[64 << 20]);
    replace(zip(members), PARAMETERS);
    assertDamaged("configuration.json", card.network().name(), "long");
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void numbersThatAreNotFiniteAreNoWeights(float lost) throws IOException {
    for (String name : List.of(UPDATER_STATE, COEFFICIENTS)) {
      byte[] numbers = members.get(name).clone();
      ByteBuffer.wrap(numbers).putFloat(numbers.length - 8, lost);
      members.put(name, numbers);
      replace(zip(members), PARAMETERS);
      assertDamaged(name, "NaN");
    }
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
    assertThat(folder.weights(folder.card().network(), MODEL, false).parameters())
        .containsExactly(MODEL.network(1, Optimizer.constant(0.01)).params().toFloatVector());
  }
}
