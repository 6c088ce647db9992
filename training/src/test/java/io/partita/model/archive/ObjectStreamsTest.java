package io.partita.model.archive;

import static io.partita.ThrownAssert.assertThatThrown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ObjectStreamsTest {
  private static Object copy(Object object) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return in.readObject();
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void noJavaObjectIsReadWhereItIsRefused() throws IOException {
    List<String> object = new ArrayList<>(List.of("a"));
    assertThatThrown(InvalidClassException.class, () -> ObjectStreams.refused(() -> copy(object)))
        .names("REJECTED");
    assertThatThrownBy(
            () -> ObjectStreams.refused(() -> ObjectStreams.refused(() -> 1) + " " + copy(object)))
        .isInstanceOf(InvalidClassException.class);
  }

  @Test
  void otherThreadsAndLaterReadsAreAsBefore() throws IOException {
    List<String> object = new ArrayList<>(List.of("a"));
    Object byAnother =
        ObjectStreams.refused(
            () ->
                CompletableFuture.supplyAsync(
                        () -> {
                          try {
                            return copy(object);
                          } catch (IOException e) {
                            throw new IllegalStateException(e);
                          }
                        })
                    .join());
    assertThat(byAnother).isEqualTo(object);
    assertThat(copy(object)).isEqualTo(object);
  }
}
