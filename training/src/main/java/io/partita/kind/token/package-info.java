/**
 * The language model of tokens of any scheme: its network, its documents from a lake, baselines,
 * evaluation, prompts and generated files.
 */
package io.partita.kind.token;
