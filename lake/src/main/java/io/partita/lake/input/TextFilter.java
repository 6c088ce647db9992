package io.partita.lake.input;

import java.io.Serializable;
import java.util.function.Predicate;

/** A test of a member's path, or of its MD5, that travels to tasks. */
@FunctionalInterface
public interface TextFilter extends Predicate<String>, Serializable {}
