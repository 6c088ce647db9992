package io.partita.codec;

import io.partita.MalformedInputException;

/**
 * Quantises frames stage by stage: each codebook takes the nearest entry to what the ones before it
 * left over (SoundStream, Zeghidour et al. 2021, algorithm 1). Not for several threads.
 */
public final class ResidualQuantizer {
  private final CodeBooks books;
  private final NearestEntry[] nearest;

  public ResidualQuantizer(CodeBooks books) {
    this.books = books;
    this.nearest = new NearestEntry[books.stages()];
    int length = books.entries() * books.dimension();
    float[] values = books.values();
    for (int stage = 0; stage < nearest.length; stage++) {
      float[] book = new float[length];
      System.arraycopy(values, stage * length, book, 0, length);
      nearest[stage] = new NearestEntry(book, books.entries(), books.dimension());
    }
  }

  public CodeBooks books() {
    return books;
  }

  /**
   * The codes of frames.
   *
   * @param frames [frames][dimension], finite
   * @param stages 1 to the number of codebooks
   * @return [stages][frames]
   * @throws IllegalArgumentException where a frame is not finite or of another length
   */
  public short[][] encode(float[][] frames, int stages) {
    books.first(stages);
    short[][] codes = new short[stages][frames.length];
    for (int t = 0; t < frames.length; t++) {
      if (frames[t].length != books.dimension()) {
        throw new IllegalArgumentException(
            "Frame %d has %d numbers, and the codebooks %d"
                .formatted(t, frames[t].length, books.dimension()));
      }
      float[] rest = frames[t].clone();
      for (int stage = 0; stage < stages; stage++) {
        int entry = nearest[stage].find(rest, 0);
        codes[stage][t] = (short) entry;
        books.add(stage, entry, rest, -1);
      }
    }
    return codes;
  }

  /**
   * The frames of codes, of as many stages as there are codes.
   *
   * @param codes [stages][frames], at least one stage; see {@link #check}
   * @return [frames][dimension]
   */
  public float[][] decode(short[][] codes) {
    float[][] frames = new float[codes[0].length][books.dimension()];
    for (int stage = 0; stage < codes.length; stage++) {
      for (int t = 0; t < frames.length; t++) {
        books.add(stage, codes[stage][t], frames[t], 1);
      }
    }
    return frames;
  }

  /**
   * Checks codes from anywhere before they are decoded.
   *
   * @param codes [stages][frames]
   * @throws MalformedInputException {@link CodeFault#TOO_MANY_STAGES}, {@link
   *     CodeFault#CODE_OUT_OF_RANGE} or, where there is no stage or one of another length, {@link
   *     CodeFault#WRONG_SHAPE}
   */
  public static void check(short[][] codes, CodeBooks books) throws MalformedInputException {
    if (codes.length == 0) {
      throw new MalformedInputException(CodeFault.WRONG_SHAPE, 0, "There is no stage of codes");
    }
    if (codes.length > books.stages()) {
      throw tooMany(codes.length, books);
    }
    for (int stage = 0; stage < codes.length; stage++) {
      if (codes[stage].length != codes[0].length) {
        throw new MalformedInputException(
            CodeFault.WRONG_SHAPE, 0, "Stages with different numbers of codes");
      }
      for (int t = 0; t < codes[stage].length; t++) {
        if (codes[stage][t] < 0 || codes[stage][t] >= books.entries()) {
          throw new MalformedInputException(
              CodeFault.CODE_OUT_OF_RANGE,
              0,
              "Code %d of stage %d, frame %d; the codebook has %d entries"
                  .formatted(codes[stage][t], stage + 1, t, books.entries()));
        }
      }
    }
  }

  static MalformedInputException tooMany(int stages, CodeBooks books) {
    return new MalformedInputException(
        CodeFault.TOO_MANY_STAGES,
        0,
        "Codes of %d stages, and there are codebooks of %d".formatted(stages, books.stages()));
  }
}
