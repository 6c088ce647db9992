package io.partita.musicxml;

import static io.partita.FaultAssert.assertThatFault;
import static io.partita.notation.NoteTexts.notes;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.SharedData;
import io.partita.score.MidiWarning;
import io.partita.score.Score;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The files of {@code data/field}, whose README says what each must give. */
class FieldMusicXmlTest {
  private static byte[] bytes(String name) throws IOException {
    return Files.readAllBytes(SharedData.file("data/field/" + name));
  }

  private static Score written(String name) throws Exception {
    return MusicXmlReader.read(bytes(name));
  }

  private static Score played(String name) throws Exception {
    return MusicXmlReader.read(bytes(name), 1000, true);
  }

  @Test
  void barsOfOneNumberBeginTogether() throws Exception {
    Score shortBar = written("short_bar_in_second_part.musicxml");
    Score pickup = written("pickup_second_part_empty.musicxml");

    assertThat(notes(shortBar)).containsExactlyInAnyOrder("72@0+4", "74@4+4", "48@0+2", "50@4+4");
    assertThat(shortBar.warnings().counts()).containsOnlyKeys(MidiWarning.BAR_LENGTHS);
    assertThat(shortBar.warnings().isRepaired()).isTrue();
    assertThat(pickup.warnings().isRepaired()).isFalse();
    assertThat(notes(pickup)).containsExactlyInAnyOrder("67@0+1", "72@1+4", "48@1+4");
  }

  @ParameterizedTest
  @CsvSource({
    "mid_measure_repeat.musicxml, 60@0+4 62@4+2 60@6+4 62@10+2 64@12+2 65@14+4",
    "ending1_only.musicxml, 60@0+4 62@4+4 60@8+4 64@12+4 65@16+4",
    "ending2_no_stop.musicxml, " + "60@0+4 62@4+4 60@8+4 64@12+4 65@16+4 67@20+4 65@24+4 69@28+4"
  })
  void repeatsArePlayed(String name, String notes) throws Exception {
    assertThat(notes(played(name))).containsExactly(notes.split(" "));
  }

  @Test
  void anEndingWithoutAStopIsWarnedOf() throws Exception {
    assertThat(played("ending2_no_stop.musicxml").warnings().counts())
        .containsOnlyKeys(MidiWarning.ENDING_WITHOUT_STOP);
    assertThat(played("ending1_only.musicxml").warnings().counts()).isEmpty();
  }

  @Test
  void oddXmlIsRead() throws Exception {
    assertThat(notes(written("declared_utf16_is_utf8.musicxml"))).containsExactly("60@0+4");
    assertThat(written("declared_utf16_is_utf8.musicxml").warnings().counts())
        .containsOnlyKeys(MidiWarning.DECLARED_ENCODING);
    assertThat(notes(written("doctype_internal_empty.musicxml"))).containsExactly("60@0+4");
    assertThatFault(() -> written("zero_divisions.musicxml"))
        .is("BAD_VALUE")
        .names("divisions", "0.001");
  }

  @ParameterizedTest
  @CsvSource({
    "dot_slash_path.mxl",
    "percent_path.mxl",
    "renamed_score.mxl",
    "container_decl_broken.mxl"
  })
  void theOneScoreOfAnArchiveIsRead(String name) throws Exception {
    assertThat(written(name).notes()).hasSize(1);
    assertThat(written(name).warnings().counts()).containsOnlyKeys(MidiWarning.CONTAINER);
  }
}
