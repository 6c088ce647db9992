package io.partita.musicxml;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.SharedData;
import org.junit.jupiter.api.Test;

/** Whatever is done to a file, there is a score or a fault, and soon. */
class MusicXmlMutationTest {
  @Test
  void mutantsAreReadOrRejected() {
    MusicXmlMutants mutants = new MusicXmlMutants(1);
    mutants.run(2000);

    assertThat(mutants.read()).as("not everything is damage").isPositive();
    assertThat(mutants.rejected()).isPositive();
  }

  @Test
  void mutantsOfRealFilesAreReadOrRejected() throws Exception {
    MusicXmlMutants mutants = new MusicXmlMutants(2);
    mutants.addFiles(SharedData.file("data/musicxml"), 20_000);
    mutants.run(800);

    assertThat(mutants.read() + mutants.rejected()).isEqualTo(800);
  }
}
