package io.partita.cli;

import static io.partita.Naming.naming;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnknownHostException;
import org.apache.hadoop.ipc.RemoteException;
import org.junit.jupiter.api.Test;

/** Exceptions and their causes, wherever they were thrown. */
class FailureLinkTest {
  @Test
  void aChainGoesFromTheOutermostToItsCause() {
    Exception thrown = new IllegalStateException("At a.mid\nmore", new IOException("no space"));

    assertThat(FailureLink.chain(thrown))
        .containsExactly(
            new FailureLink(IllegalStateException.class, "At a.mid"),
            new FailureLink(IOException.class, "no space"));
  }

  @Test
  void aTasksExceptionIsReadFromSparksText() {
    String told =
        "Job aborted: Lost task 0.3 in stage 1.0 (TID 7) (10.0.0.1 executor 3):"
            + " java.io.IOException: no space\n\tat x\nCaused by: org.gone.Odd\n\tat y";

    assertThat(FailureLink.chain(new Exception(told)))
        .extracting(FailureLink::type, FailureLink::message)
        .endsWith(tuple(IOException.class, "no space"), tuple(Throwable.class, ""));
  }

  @Test
  void anExceptionOfANameNodeIsOfItsKind() {
    FailureLink link =
        FailureLink.chain(new RemoteException("java.io.FileNotFoundException", "/x is gone"))
            .get(0);

    assertThat(link.is(FileNotFoundException.class)).isTrue();
    assertThat(link.isInputOrOutput()).isTrue();
    assertThat(link.says()).isEqualTo("/x is gone");
  }

  @Test
  void aBareNameGetsWhatIsTheMatterWithIt() {
    assertThat(new FailureLink(UnknownHostException.class, "nowhere").says())
        .startsWith("nowhere: ")
        .hasSizeGreaterThan("nowhere: ".length());
    assertThat(new FailureLink(StackOverflowError.class, "").says()).is(naming("stack"));
  }

  @Test
  void aWrappingRepeatsItsCause() {
    IOException cause = new IOException("no route");
    FailureLink wrapped = FailureLink.chain(cause).get(0);

    assertThat(FailureLink.chain(new UncheckedIOException(cause)).get(0).repeats(wrapped)).isTrue();
    assertThat(new FailureLink(Exception.class, "").repeats(wrapped)).isTrue();
    assertThat(new FailureLink(Exception.class, "At a.mid").repeats(wrapped)).isFalse();
  }
}
