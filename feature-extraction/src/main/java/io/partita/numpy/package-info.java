/**
 * Arrays in NumPy's file formats: one array in an npy file, named arrays in an npz file.
 *
 * <p>{@link io.partita.numpy.Npy} holds floats and {@link io.partita.numpy.NpyInts} integers;
 * {@link io.partita.numpy.Npz} is the zip of such files that {@code numpy.savez} writes.
 */
package io.partita.numpy;
