package io.partita.lake.table;

import static io.partita.Naming.naming;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

class RowBuilderTest {
  private static RowBuilder pair() {
    return RowBuilder.of(LakeTable.TRACK_MIDI);
  }

  @Test
  void putsValuesInTheOrderOfTheColumns() {
    Row row =
        pair()
            .set("rank_in_track", 1)
            .set("midi_md5", "0f")
            .set("score", 0.5)
            .set("track_id", "TRA")
            .row();

    assertThat(row).as("a row of track_midi").isEqualTo(RowFactory.create("TRA", "0f", 0.5, 1));
  }

  @Test
  void whatIsNotSetIsNull() {
    Row row = pair().set("track_id", "TRA").set("midi_md5", "0f").set("rank_in_track", 1).row();

    assertThat(row).as("without a score").isEqualTo(RowFactory.create("TRA", "0f", null, 1));
  }

  @Test
  void takesWhatMayBeAbsent() {
    RowBuilder track = RowBuilder.of(LakeTable.AUDIO_TRACKS.schema());
    track.set("bit_rate", OptionalLong.of(128_000));

    assertThatThrownBy(track::row)
        .as("a row with little more than a bit rate")
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("track_id");
    assertThat(
            pair()
                .set("track_id", "TRA")
                .set("midi_md5", "0f")
                .set("score", OptionalDouble.empty())
                .set("rank_in_track", 2)
                .row())
        .as("without a score")
        .isEqualTo(RowFactory.create("TRA", "0f", null, 2));
  }

  @Test
  void takesArraysAndMaps() {
    Row tokens =
        RowBuilder.of(LakeTable.TOKENS)
            .set("midi_md5", "0f")
            .set("scheme_version", 1)
            .set("tokens", new int[] {3, 4})
            .set("n_tokens", 2)
            .set("n_unclosed", 0)
            .set("n_orphan_off", 0)
            .set("n_truncated", 0)
            .row();
    Row source =
        RowBuilder.of(LakeTable.MIDI_SOURCES)
            .set("source", "a.zip")
            .set("path", "a.mid")
            .set("catalog", Map.of("style", "rock"))
            .row();

    assertThat(tokens.<int[]>getAs(2)).as("tokens").containsExactly(3, 4);
    assertThat(source.<Map<String, String>>getAs(4)).as("catalog").containsEntry("style", "rock");
  }

  @Test
  void refusesColumnsThatAreNotThere() {
    assertThatThrownBy(() -> pair().set("rank", 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rank");
  }

  @Test
  void refusesValuesOfAnotherType() {
    assertThatThrownBy(() -> pair().set("rank_in_track", 1L))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .is(naming("rank_in_track", "int", "bigint"));
    assertThatThrownBy(() -> pair().set("score", List.of(0.5)))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .is(naming("score", "double", "list"));
    assertThatThrownBy(() -> pair().setAny("score", 1))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .is(naming("score", "double", "Integer"));
  }

  @Test
  void refusesANullWhereNoneMayBe() {
    assertThatThrownBy(() -> pair().set("track_id", "TRA").row())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("midi_md5");
  }
}
