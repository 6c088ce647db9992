package io.partita.kind.hosted.codec;

/**
 * A file of a codec.
 *
 * @param name without folders
 * @param sha256 of its bytes, 64 hexadecimal digits
 */
public record CodecFile(String name, String sha256) {}
