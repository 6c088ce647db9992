package io.partita.kind.hosted.codec;

import io.partita.MalformedInputException;
import io.partita.codec.CodeBooks;
import io.partita.codec.Ecdc.Segment;
import java.util.List;
import java.util.Optional;

/**
 * A neural codec trained elsewhere, loaded. Each recording begins afresh, so the order of
 * recordings does not matter. Not for use by several threads.
 */
public interface SoundCodec extends AutoCloseable {
  /** What it says of itself. */
  CodecShape shape();

  /**
   * The codes of a recording.
   *
   * @param channels [channels][samples] as the shape says, at its rate; at least one sample
   * @param bandwidth one of the shape's, in kbit/s
   * @throws MalformedInputException a {@link io.partita.kind.hosted.CallFault}
   */
  List<Segment> encode(float[][] channels, double bandwidth) throws MalformedInputException;

  /**
   * The sound of codes.
   *
   * @param segments all of a recording's, with codes that {@link CodedSound} has checked
   * @param samples of each channel, to which the result is cut
   * @return [channels][samples], not limited to [-1, 1]
   * @throws MalformedInputException a {@link io.partita.kind.hosted.CallFault}
   */
  float[][] decode(List<Segment> segments, int samples) throws MalformedInputException;

  /**
   * What the first codebook quantises.
   *
   * @param channels as {@link #encode} takes them
   * @return [frames][numbers], segment after segment; empty where the model does not give it
   * @throws MalformedInputException a {@link io.partita.kind.hosted.CallFault}
   */
  Optional<float[][]> latents(float[][] channels) throws MalformedInputException;

  /** Its codebooks; empty where its file does not name them. */
  Optional<CodeBooks> books();

  @Override
  void close();
}
