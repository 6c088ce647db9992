package io.partita.token.miditok;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What MidiTok's file {@code tokenizer.json} says of a language, so that MidiTok 3 makes a
 * tokenizer of it that has the same ids. What is not named has MidiTok's default.
 */
public final class MidiTokParameters {
  private static final String MIDITOK = "3.0.6";
  private static final String SYMUSIC = "0.6.0";

  private MidiTokParameters() {}

  /** The file's fields in their order, as values of JSON. */
  public static Map<String, Object> of(Kind kind) {
    Map<String, Object> file = new LinkedHashMap<>();
    file.put("config", config(kind));
    file.put(
        "tokenization",
        switch (kind) {
          case REMI -> "REMI";
          case TSD -> "TSD";
          case MIDI_LIKE -> "MIDILike";
        });
    file.put("miditok_version", MIDITOK);
    file.put("symusic_version", SYMUSIC);
    return file;
  }

  private static Map<String, Object> config(Kind kind) {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("pitch_range", List.of(TokenType.LOWEST_PITCH, TokenType.HIGHEST_PITCH));
    Map<String, Object> resolutions = new LinkedHashMap<>(); // ids follow their order
    resolutions.put("0_4", 8);
    resolutions.put("4_12", 4);
    config.put("beat_res", resolutions);
    config.put("num_velocities", TokenType.VELOCITY.names().size());
    config.put("remove_duplicated_notes", false);
    config.put("special_tokens", TokenType.SPECIAL.names());
    config.put("use_velocities", true);
    config.put("use_chords", false);
    config.put("use_rests", false);
    config.put("use_tempos", true);
    config.put("use_time_signatures", kind.hasMetres());
    config.put("use_sustain_pedals", false);
    config.put("use_pitch_bends", false);
    config.put("use_programs", true);
    config.put("use_pitch_intervals", false);
    config.put("use_pitchdrum_tokens", true);
    config.put("one_token_stream_for_programs", true);
    config.put("program_changes", false);
    config.put("num_tempos", Tempos.COUNT);
    config.put("tempo_range", List.of(40, 250));
    config.put("log_tempos", false);
    config.put("delete_equal_successive_tempo_changes", false);
    Map<String, Object> metres = new LinkedHashMap<>();
    metres.put("8", List.of(3, 12, 6));
    metres.put("4", List.of(5, 6, 3, 2, 1, 4));
    config.put("time_signature_range", metres);
    config.put("delete_equal_successive_time_sig_changes", false);
    config.put("sustain_pedal_duration", false);
    config.put("drums_pitch_range", List.of(TokenType.LOWEST_DRUM, TokenType.HIGHEST_DRUM));
    Map<String, Object> more = new LinkedHashMap<>();
    if (kind == Kind.REMI) {
      more.put("max_bar_embedding", null);
      more.put("use_bar_end_tokens", false);
      more.put("add_trailing_bars", false);
    }
    config.put("additional_params", more);
    config.put("programs", IntStream.range(0, 129).map(i -> i < 128 ? i : -1).boxed().toList());
    return config;
  }
}
