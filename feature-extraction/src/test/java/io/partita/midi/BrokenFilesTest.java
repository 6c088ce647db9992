package io.partita.midi;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.MalformedInputException;
import io.partita.SharedData;
import io.partita.score.MidiWarnings;
import io.partita.score.Score;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One deliberate outcome for each kind of damage, over files named after theirs. */
class BrokenFilesTest {
  private static final String OUTCOMES =
      """
      data_byte_high.mid             | repaired | DATA_BYTE_CLAMPED                                                 | 1
      delta_max.mid                  | ok       | -                                                                 | 20
      division_zero.mid              | rejected | BAD_DIVISION                                                      | 0
      events_after_eot.mid           | repaired | EVENTS_AFTER_END_OF_TRACK                                         | 2
      flip_0.mid                     | repaired | DATA_BYTE_CLAMPED SYSTEM_MESSAGE OUT_OF_STEP                      | 584
      flip_1.mid                     | repaired | DATA_BYTE_CLAMPED INVALID_TIME_SIGNATURE OUT_OF_STEP              | 554
      flip_2.mid                     | repaired | DATA_BYTE_CLAMPED OUT_OF_STEP                                     | 614
      flip_3.mid                     | repaired | DATA_BYTE_CLAMPED RUNNING_STATUS_MISSING OUT_OF_STEP              | 656
      flip_4.mid                     | repaired | DATA_BYTE_CLAMPED OUT_OF_STEP                                     | 660
      flip_5.mid                     | repaired | DATA_BYTE_CLAMPED SYSTEM_MESSAGE OUT_OF_STEP                      | 659
      format_2.mid                   | ok       | FORMAT_2                                                          | 3
      format_3.mid                   | repaired | UNKNOWN_FORMAT                                                    | 656
      format_ffff.mid                | repaired | UNKNOWN_FORMAT                                                    | 656
      garbage_between.mid            | repaired | GARBAGE_BETWEEN_CHUNKS                                            | 2
      garbage_tail.mid               | ok       | TRAILING_GARBAGE                                                  | 656
      gzip_named.mid                 | rejected | NOT_MIDI                                                          | 0
      header_len_4.mid               | repaired | HEADER_LENGTH                                                     | 656
      header_len_8.mid               | ok       | LONG_HEADER                                                       | 1
      header_len_huge.mid            | repaired | HEADER_LENGTH                                                     | 656
      header_only.mid                | repaired | TRACK_COUNT                                                       | 0
      html.mid                       | rejected | NOT_MIDI                                                          | 0
      keysig_9_flats.mid             | repaired | INVALID_KEY_SIGNATURE                                             | 1
      leading_newline.mid            | repaired | LEADING_JUNK                                                      | 656
      macbinary.mid                  | repaired | LEADING_JUNK                                                      | 656
      meta_len_huge.mid              | repaired | TRUNCATED                                                         | 0
      mthd_twice.mid                 | ok       | TRAILING_GARBAGE                                                  | 656
      no_eot.mid                     | ok       | NO_END_OF_TRACK                                                   | 1
      ntrks_too_many.mid             | repaired | TRACK_COUNT                                                       | 656
      ntrks_zero.mid                 | repaired | TRACK_COUNT                                                       | 656
      nul_1k.mid                     | rejected | NOT_MIDI                                                          | 0
      one_byte.mid                   | rejected | TRUNCATED_HEADER                                                  | 0
      realtime_inside.mid            | repaired | DATA_BYTE_CLAMPED TRUNCATED                                       | 2
      rmid.rmi                       | ok       | RIFF_WRAPPER                                                      | 656
      rmid_bad_len.mid               | repaired | RIFF_WRAPPER RIFF_LENGTH                                          | 656
      running_status_after_meta.mid  | repaired | RUNNING_STATUS_KEPT                                               | 1
      running_status_after_sysex.mid | repaired | RUNNING_STATUS_KEPT                                               | 1
      running_status_first.mid       | repaired | RUNNING_STATUS_MISSING                                            | 1
      smpte_24.mid                   | ok       | -                                                                 | 656
      smpte_25.mid                   | ok       | -                                                                 | 656
      smpte_29.mid                   | ok       | -                                                                 | 656
      smpte_30.mid                   | ok       | -                                                                 | 656
      smpte_bad.mid                  | rejected | BAD_DIVISION                                                      | 0
      smpte_min128.mid               | rejected | BAD_DIVISION                                                      | 0
      smpte_zero_ticks.mid           | rejected | BAD_DIVISION                                                      | 0
      status_f4_f5_fd.mid            | repaired | SYSTEM_MESSAGE                                                    | 1
      sysex_unterminated.mid         | repaired | TRUNCATED                                                         | 0
      tempo_len_2.mid                | repaired | TEMPO_LENGTH                                                      | 1
      tempo_max.mid                  | ok       | -                                                                 | 1
      tempo_zero.mid                 | repaired | TEMPO_ZERO                                                        | 1
      text_latin1_sjis.mid           | ok       | -                                                                 | 1
      timesig_den_255.mid            | repaired | INVALID_TIME_SIGNATURE                                            | 1
      track_len_huge.mid             | repaired | TRACK_LENGTH                                                      | 1
      track_len_neg.mid              | repaired | TRACK_LENGTH                                                      | 1
      track_len_short.mid            | repaired | TRACK_LENGTH                                                      | 1
      track_len_zero.mid             | repaired | TRACK_LENGTH                                                      | 1
      trunc_half.mid                 | repaired | TRUNCATED                                                         | 319
      trunc_in_header.mid            | rejected | TRUNCATED_HEADER                                                  | 0
      trunc_in_track_header.mid      | repaired | TRACK_COUNT TRUNCATED                                             | 0
      trunc_last3.mid                | repaired | TRUNCATED                                                         | 656
      two_eot.mid                    | ok       | SECOND_END_OF_TRACK                                               | 1
      unknown_chunk.mid              | ok       | ALIEN_CHUNK                                                       | 2
      unmatched_on.mid               | ok       | -                                                                 | 3
      vlq_5_bytes.mid                | rejected | BAD_VLQ                                                           | 0
      vlq_all_ff.mid                 | rejected | BAD_VLQ                                                           | 0
      wav_named.mid                  | rejected | NOT_MIDI                                                          | 0
      zero_notes.mid                 | ok       | -                                                                 | 0
      zip_named.mid                  | rejected | NOT_MIDI                                                          | 0
      """;

  @ParameterizedTest(name = "{0}: {1} {2}")
  @CsvSource(delimiter = '|', textBlock = OUTCOMES)
  void eachKindOfDamageHasItsOutcome(String file, String status, String kinds, int notes)
      throws Exception {
    byte[] bytes = Files.readAllBytes(folder().resolve(file));
    try {
      Score score = MidiReader.read(bytes);
      assertThat(score.isRepaired() ? "repaired" : "ok").isEqualTo(status);
      assertThat(names(score.warnings())).isEqualTo(Set.of(kinds.split(" ")));
      assertThat(score.notes()).hasSize(notes);
    } catch (MalformedInputException e) {
      assertThat(status).isEqualTo("rejected");
      assertThat(e.fault().name()).isEqualTo(kinds);
    }
  }

  @Test
  void everyFileIsInTheTable() throws Exception {
    try (Stream<Path> files = Files.list(folder())) {
      assertThat(files.map(path -> path.getFileName().toString()))
          .filteredOn(name -> name.endsWith(".mid") || name.endsWith(".rmi"))
          .allMatch(name -> OUTCOMES.contains(name + " "));
    }
  }

  private static Set<String> names(MidiWarnings warnings) {
    return warnings.counts().isEmpty()
        ? Set.of("-")
        : warnings.counts().keySet().stream().map(Enum::name).collect(Collectors.toSet());
  }

  private static Path folder() {
    return SharedData.file("data/broken");
  }
}
