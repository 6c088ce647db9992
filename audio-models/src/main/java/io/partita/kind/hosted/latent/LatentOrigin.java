package io.partita.kind.hosted.latent;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * Where latents come from; it stays with them in their file.
 *
 * @param model name of its file
 * @param modelSha256 of its file, 64 hexadecimal digits
 * @param sampleRateHz of the samples
 * @param ratio samples of one frame
 * @param samples of the recording, at most frames · ratio: what is beyond them was added
 * @param source the recording's file, or null
 * @param sourceSha256 of that, or null
 * @param seed of what was drawn; null where nothing was
 * @param noise deviation of what was added, 0 of none
 * @param noiseDims the dimensions that it was added to, null of all
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@SuppressWarnings("ArrayRecordComponent") // never compared
public record LatentOrigin(
    String model,
    String modelSha256,
    int sampleRateHz,
    int ratio,
    int samples,
    String source,
    String sourceSha256,
    Long seed,
    double noise,
    int[] noiseDims) {
  /** The same with noise. */
  LatentOrigin with(double deviation, int[] dims, long ofSeed) {
    return new LatentOrigin(
        model,
        modelSha256,
        sampleRateHz,
        ratio,
        samples,
        source,
        sourceSha256,
        ofSeed,
        deviation,
        dims);
  }
}
