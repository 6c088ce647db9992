package io.partita.model.examples;

import java.io.Serializable;
import java.util.List;

/**
 * An example, and the file of the data set that it comes from.
 *
 * @param file by the values that tell files apart
 * @param <E> an example
 */
public record FileExample<E>(List<String> file, E example) implements Serializable {}
