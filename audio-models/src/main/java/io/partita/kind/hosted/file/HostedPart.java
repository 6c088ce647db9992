package io.partita.kind.hosted.file;

/**
 * One module of a network with all that is below it.
 *
 * @param path as {@code net.encoder}; empty for the whole network
 * @param type its class, as {@code Conv1d}
 * @param parameters numbers in its weights
 * @param buffers numbers in its other tensors: means, caches, what it says of itself
 */
public record HostedPart(String path, String type, long parameters, long buffers) {}
