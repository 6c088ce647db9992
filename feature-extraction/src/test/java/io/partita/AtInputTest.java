package io.partita;

import static io.partita.ThrownAssert.assertThatThrown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class AtInputTest {
  private static final String INPUT = "a/b.mid of lakh.tar.gz";

  @Test
  void whatGoesWellComesBack() throws IOException {
    assertThat(AtInput.call(INPUT, () -> 3)).isEqualTo(3);
  }

  @Test
  void aFailedReadKeepsItsTypeAndGetsTheInput() {
    IOException plain = new IOException("no route\nand more");
    assertThatThrown(IOException.class, () -> AtInput.run(INPUT, () -> fail(plain)))
        .isExactlyInstanceOf(IOException.class)
        .names("no route", INPUT)
        .hasCause(plain)
        .hasMessageNotContaining("more");
    assertThatThrown(
            FileNotFoundException.class,
            () -> AtInput.run(INPUT, () -> fail(new FileNotFoundException("x is gone"))))
        .isExactlyInstanceOf(FileNotFoundException.class)
        .names("x is gone", INPUT);
    assertThatThrown(
            NoSuchFileException.class,
            () -> AtInput.run(INPUT, () -> Files.delete(Path.of("/no/such"))))
        .isExactlyInstanceOf(NoSuchFileException.class)
        .names("/no/such", INPUT);
  }

  @Test
  void aTypeThatTakesNoMessageIsCarried() {
    assertThatThrown(
            IOException.class,
            () -> AtInput.run(INPUT, () -> decode(StandardCharsets.US_ASCII, (byte) 0xff)))
        .isExactlyInstanceOf(IOException.class)
        .names(1, INPUT)
        .hasRootCauseExactlyInstanceOf(java.nio.charset.MalformedInputException.class);
  }

  @Test
  void whatNamesTheInputAlreadyIsLeftAlone() {
    IOException named = new IOException("Cannot open " + INPUT);
    assertThatThrownBy(() -> AtInput.run(INPUT, () -> fail(named))).isSameAs(named);
  }

  @Test
  void whatOnlyCarriesAFailedReadIsAFailedRead() {
    IOException full = new IOException("No space left on device");
    for (Throwable carrier :
        new Throwable[] {
          new UncheckedIOException(full), new RuntimeException(full), new Error("FSError", full)
        }) {
      assertThatThrown(IOException.class, () -> AtInput.run(INPUT, () -> fail(carrier)))
          .isExactlyInstanceOf(IOException.class)
          .names(full.getMessage(), INPUT)
          .hasCause(full);
    }
    assertThatThrownBy(() -> AtInput.callUnchecked(INPUT, () -> fail(full)))
        .isExactlyInstanceOf(UncheckedIOException.class)
        .hasRootCause(full);
  }

  @Test
  void aBugStaysUncheckedWithItsTraceAndTheInput() {
    assertThatThrown(
            IllegalStateException.class, () -> AtInput.call(INPUT, () -> List.of().toArray()[7]))
        .isExactlyInstanceOf(IllegalStateException.class)
        .names(INPUT, ArrayIndexOutOfBoundsException.class.getName(), 7, 0)
        .hasCauseExactlyInstanceOf(ArrayIndexOutOfBoundsException.class);
    assertThatThrown(
            IllegalStateException.class,
            () -> AtInput.run(INPUT, () -> fail(new StackOverflowError())))
        .isExactlyInstanceOf(IllegalStateException.class)
        .names(INPUT, StackOverflowError.class.getName());
  }

  @Test
  void aMistakeAndAFullHeapPassAsTheyAre() {
    UserException mistake =
        new UserException(Mistake.MALFORMED_FILE, "--metadata x.h5 is damaged.");
    assertThatThrownBy(() -> AtInput.run(INPUT, () -> fail(mistake))).isSameAs(mistake);
    OutOfMemoryError full = new OutOfMemoryError("Java heap space");
    assertThatThrownBy(() -> AtInput.run(INPUT, () -> fail(full))).isSameAs(full);
  }

  private static void decode(Charset charset, byte value) throws IOException {
    charset.newDecoder().decode(ByteBuffer.wrap(new byte[] {value}));
  }

  /** Throws whatever it is, as bytecode may. */
  @SuppressWarnings("unchecked")
  private static <X extends Throwable> Object fail(Throwable thrown) throws X {
    throw (X) thrown;
  }
}
