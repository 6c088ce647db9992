/**
 * Java processes of their own for what is not trusted in this one: an engine with somebody's model,
 * FFmpeg with somebody's file. {@link io.partita.process.ChildProcess} starts, bounds and ends
 * them, in a {@link io.partita.process.Sandbox} where the system has one.
 */
package io.partita.process;
