package io.partita.model.audio;

import java.io.Serializable;

/**
 * The frames of a file, all of them in their order.
 *
 * @param track id of the file
 * @param recording the first file that holds the same
 * @param split of the recording
 * @param frames [frames][dimension]
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record TrackFrames(String track, String recording, String split, float[][] frames)
    implements Serializable {}
