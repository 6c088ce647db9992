package io.partita.audio;

/**
 * Some frames of a log-mel spectrogram in a row.
 *
 * @param index 0 for a clip's first segment
 * @param nFrames number of frames, at least 1
 * @param blob [nFrames][nMels], frame after frame, in a {@link MelType}
 * @param mean over all values, before they were rounded to their type; as the following
 * @param std the root of the mean square distance from the mean
 * @param min the least value
 * @param max the largest value
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; a copy would hold it twice
public record MelSegment(
    int index, int nFrames, byte[] blob, double mean, double std, double min, double max) {}
