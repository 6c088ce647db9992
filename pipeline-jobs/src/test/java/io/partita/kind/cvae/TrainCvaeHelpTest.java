package io.partita.kind.cvae;

import static io.partita.Naming.naming;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.PartitaRun;
import io.partita.audio.compare.AudioPrint;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The help against what the program has. */
@Tag("spark")
class TrainCvaeHelpTest {
  @Test
  void namesEveryConfigAndWhatKeepsRecordingsTogether() {
    String help = PartitaRun.of("train-cvae", "--help").exits(0).out().replaceAll("\\s+", " ");

    assertThat(help).contains(Cvae.names());
    assertThat(help)
        .as("sound is compared by this mel only, and published splits are kept")
        .is(naming(AudioPrint.RECIPE.name(), "--split-file"));
  }
}
