/**
 * What decides whether a model is published and which one is the best: the gate that reads an
 * evaluation, and publishing itself.
 */
package io.partita.command.publish;
