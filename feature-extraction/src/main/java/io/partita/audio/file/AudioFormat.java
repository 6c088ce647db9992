package io.partita.audio.file;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a file says and shows of itself when it is opened.
 *
 * @param container {@code mp3}, {@code flac}, {@code ogg}, {@code wav}, {@code w64}, {@code au},
 *     {@code aiff} (also AIFF-C), {@code mp4} (also of {@code .m4a}) or {@code aac} (bare ADTS)
 * @param codec FFmpeg's word for it, as {@code mp3}, {@code vorbis}, {@code pcm_s16le}
 * @param sampleRateHz of the first decoded frame, and of every sample that the reader gives
 * @param channels of the first decoded frame, and of all sound that the reader gives
 * @param bitRate in bits a second as the stream or, failing that, the container claims or implies
 *     it; empty where neither does
 * @param claimedDurationS the length in seconds that the header claims or, where it claims none,
 *     FFmpeg's estimate from bit rate and size; empty where there is neither. What was decoded is
 *     {@link AudioReader#samplesRead()}
 */
public record AudioFormat(
    String container,
    String codec,
    int sampleRateHz,
    int channels,
    OptionalLong bitRate,
    OptionalDouble claimedDurationS) {}
