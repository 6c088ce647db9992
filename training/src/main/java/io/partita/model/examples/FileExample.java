package io.partita.model.examples;

import java.io.Serializable;
import java.util.List;

/**
 * An example, and the file of the data set that it comes from.
 *
 * @param file by the values that tell files apart
 * @param example of the model's own form
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record FileExample(List<String> file, int[] example) implements Serializable {}
