package io.partita.kind.hosted.file;

/**
 * Why a model that can be described is not run.
 *
 * @param byteOffset where in the file it stands, in bytes from its start
 * @param detail one sentence with what was found
 */
public record Refusal(HostedFault fault, long byteOffset, String detail) {}
