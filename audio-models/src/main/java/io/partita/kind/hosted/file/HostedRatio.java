package io.partita.kind.hosted.file;

/**
 * What a model says of the shapes of one of its methods, in a buffer of four numbers.
 *
 * @param method as {@code encode}, of the buffer {@code encode_params}
 * @param inChannels channels of its input
 * @param inRatio samples for each step of its input: 1 where that is audio
 * @param outChannels channels of its output: of {@code encode} the latent size
 * @param outRatio samples for each step of its output: of {@code encode} those of one frame
 */
public record HostedRatio(
    String method, long inChannels, long inRatio, long outChannels, long outRatio) {}
