package io.partita.model;

import java.util.Map;

/**
 * A part of a model: one node of a network, one codebook.
 *
 * @param shapes of its parameters, by their names
 */
public record ModelLayer(String name, String type, Map<String, String> shapes, long parameters) {}
