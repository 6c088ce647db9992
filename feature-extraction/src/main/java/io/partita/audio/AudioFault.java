package io.partita.audio;

import io.partita.Fault;
import io.partita.audio.file.AudioLimits;
import io.partita.audio.file.AudioReader;

/** Why a file gives no audio; the detail of the exception tells the values. */
public enum AudioFault implements Fault {
  /** No bytes at all. */
  EMPTY,
  /** No known container begins there; the detail says what the bytes look like, if it can. */
  NOT_AUDIO,
  /**
   * A container that is known, but not read: video, playlists, and what none of the data sets has.
   */
  UNSUPPORTED_CONTAINER,
  /** The container's own header cannot be read. */
  CORRUPT_HEADER,
  /** The container's structures lead back to themselves, or ask for more memory than is allowed. */
  CORRUPT_STRUCTURE,
  /** Nothing to listen to: pictures, video or tags only. */
  NO_AUDIO_STREAM,
  /** A codec that is not on the list of {@link AudioReader}. */
  UNSUPPORTED_CODEC,
  /** Not a single frame of the stream could be decoded. */
  UNDECODABLE,
  /** The stream is sound, and has no samples. */
  NO_SAMPLES,
  /** More channels than {@link AudioLimits#maxChannels()}. */
  TOO_MANY_CHANNELS,
  /** A sample rate below 100 Hz, or beyond {@link AudioLimits#maxSampleRateHz()}. */
  BAD_SAMPLE_RATE,
  /** Rate or channels change again and again within the stream. */
  UNSTABLE_FORMAT,
  /** Longer than {@link AudioLimits#maxDurationS()}, in samples decoded and not by its claim. */
  TOO_LONG,
  /** Fewer samples than the first frame of a mel spectrogram needs. */
  TOO_SHORT,
  /** The process that decodes ended, by a signal or a lack of memory. */
  DECODER_CRASHED,
  /** The process that decodes spent more time on the file than its length allows. */
  DECODER_TIMEOUT,
  /** Java's synthesizer fails on a MIDI file. */
  UNPLAYABLE
}
