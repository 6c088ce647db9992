/**
 * Audio as samples and as features: log-mel frames by a {@link io.partita.audio.MelRecipe}, samples
 * back from them, samples from MIDI, and pictures of both.
 */
package io.partita.audio;
