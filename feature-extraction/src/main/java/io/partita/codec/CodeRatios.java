package io.partita.codec;

/**
 * Three numbers that are all called the compression of a codec, told apart.
 *
 * @param samplesPerFrame samples of a channel that one frame of codes represents, whatever its
 *     stages
 * @param bits bits of the audio as PCM of 16 bits for each bit of codes
 * @param bytes bytes of the file before for each byte of the file after; NaN if absent
 */
public record CodeRatios(double samplesPerFrame, double bits, double bytes) {
  /**
   * The ratios of codes.
   *
   * @param hop samples of a channel from one frame to the next
   * @param bitsPerCode that a code takes
   * @param bytesBefore of the audio's file; 0 where it is not known
   * @param bytesAfter of the codes' file
   */
  public static CodeRatios of(
      double hop, int channels, int stages, int bitsPerCode, long bytesBefore, long bytesAfter) {
    return new CodeRatios(
        hop,
        Short.SIZE * hop * channels / ((double) stages * bitsPerCode),
        bytesBefore > 0 && bytesAfter > 0 ? (double) bytesBefore / bytesAfter : Double.NaN);
  }
}
