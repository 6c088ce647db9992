package io.partita.kind.hosted.codec;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;

/**
 * Where codes come from; it stays with them in their file.
 *
 * @param files of the codec: the model, in older files with others after it
 * @param sampleRateHz of the sound
 * @param channels of the sound
 * @param hop samples of a channel from one frame to the next
 * @param entries of each codebook
 * @param samples of each channel of the recording
 * @param source the recording's file, or null
 * @param sourceSha256 of that, or null
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record CodeOrigin(
    List<CodecFile> files,
    int sampleRateHz,
    int channels,
    int hop,
    int entries,
    long samples,
    String source,
    String sourceSha256) {}
