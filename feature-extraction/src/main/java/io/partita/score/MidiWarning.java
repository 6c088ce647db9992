package io.partita.score;

/**
 * What the reader tolerated or repaired. A kind that changed or guessed data makes the file {@code
 * repaired}; the others are within the format or harmless, and leave it {@code ok}.
 */
public enum MidiWarning {
  /** Bytes before the header were skipped: a newline, a MacBinary header, a mail or web header. */
  LEADING_JUNK(true),
  /** The file is wrapped in RIFF (RMID). */
  RIFF_WRAPPER(false),
  /** The RIFF wrapper's lengths do not fit the file. */
  RIFF_LENGTH(true),
  /** The header is longer than six bytes; the rest of it was skipped. */
  LONG_HEADER(false),
  /** The header's length cannot be right; the first track was searched. */
  HEADER_LENGTH(true),
  /** A format other than 0, 1 and 2, read as format 1. */
  UNKNOWN_FORMAT(true),
  /** Format 2: independent tracks, read in parallel. */
  FORMAT_2(false),
  /** The header counts more or fewer tracks than there are. */
  TRACK_COUNT(true),
  /** A chunk of an unknown kind was skipped by its length. */
  ALIEN_CHUNK(false),
  /** Bytes between two chunks were skipped. */
  GARBAGE_BETWEEN_CHUNKS(true),
  /** Bytes after the last track were ignored. */
  TRAILING_GARBAGE(false),
  /** A track's length is too long or too short; its end-of-track was trusted instead. */
  TRACK_LENGTH(true),
  /** The file or a chunk ends inside an event or a chunk; what came before is kept. */
  TRUNCATED(true),
  /** A variable-length quantity goes on after its fourth byte; its track ends there. */
  BAD_VLQ(true),
  /** A track ends without an end-of-track event. */
  NO_END_OF_TRACK(false),
  /** A second end-of-track event is in a track. */
  SECOND_END_OF_TRACK(false),
  /** Events are after the end-of-track, inside the chunk; they were read. */
  EVENTS_AFTER_END_OF_TRACK(true),
  /** A data byte above 127, 0xF8 to 0xFE among them, was read as 127. */
  DATA_BYTE_CLAMPED(true),
  /** Running status was used after a meta or system exclusive event; the last one was kept. */
  RUNNING_STATUS_KEPT(true),
  /** Data bytes without any status were skipped. */
  RUNNING_STATUS_MISSING(true),
  /** A system real-time or system common message, which files cannot hold, was passed over. */
  SYSTEM_MESSAGE(true),
  /** A tempo of 0, or one that is no number, was ignored. */
  TEMPO_ZERO(true),
  /** A tempo event is not three bytes long: of more the first three count, fewer are ignored. */
  TEMPO_LENGTH(true),
  /** A time signature that denotes no metre was ignored. */
  INVALID_TIME_SIGNATURE(true),
  /** A key signature outside seven flats to seven sharps, major or minor, was ignored. */
  INVALID_KEY_SIGNATURE(true),
  /** A port event that is not one byte from 0 to 127 was ignored. */
  INVALID_PORT(true),
  /** Reading went on after damage, but what it gave is no music: ons and offs do not match. */
  OUT_OF_STEP(true),
  /** A grace note of written music, which has no length, was left out. */
  GRACE_NOTE(false),
  /** A cue note of MusicXML, which is silent, was left out. */
  CUE_NOTE(false),
  /** A microtone of written music became the nearest semitone. */
  MICROTONE_ROUNDED(true),
  /** An onset or a length of written music is between two ticks. */
  DURATION_ROUNDED(true),
  /** A note of MusicXML without a duration has a length of 0. */
  NO_DURATION(true),
  /** A duration of MusicXML before any divisions was read in quarters. */
  NO_DIVISIONS(true),
  /** A note of written music outside of MIDI's 128 pitches was left out. */
  PITCH_BEYOND_MIDI(true),
  /** MusicXML goes back beyond the start of a measure, and was read from there. */
  BACKUP_BEYOND_MEASURE(true),
  /** A bar of MusicXML is longer in one part than in another; all parts go on together. */
  BAR_LENGTHS(true),
  /** An ending of written music without a stop ended before a repeat or another first ending. */
  ENDING_WITHOUT_STOP(true),
  /** A tie of written music over a gap was left out: its notes stay two. */
  TIE_OVER_GAP(false),
  /** The contents of an {@code .mxl} file name no member; the score that it holds was read. */
  CONTAINER(true),
  /** XML that declares an encoding against its own bytes was read as UTF-8. */
  DECLARED_ENCODING(true),
  /** An unpitched note of MusicXML that names no drum was read as a snare. */
  DRUM_GUESSED(true),
  /** Of a file with many pieces only the first was read. */
  OTHER_PIECES(false),
  /** Text that means nothing in its format was skipped. */
  UNKNOWN_TEXT(true);

  private final boolean repair;

  MidiWarning(boolean repair) {
    this.repair = repair;
  }

  /** Whether data was changed or guessed, so that the file counts as repaired. */
  public boolean isRepair() {
    return repair;
  }
}
