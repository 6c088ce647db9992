package io.partita.kind.token;

import java.util.Map;

/**
 * A piece that was drawn.
 *
 * @param ids the prompt, then what was drawn; without the beginning and the end
 * @param prompt how many of them are the prompt
 * @param hasEnded whether the model ended it
 * @param maskedMass what the grammar took of the model's probability, in the mean over what was
 *     drawn, 0 to 1: above .02 or so the model has not learnt the grammar
 * @param maskedByFamily the parts of it that are of each family of ids
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record TokenGeneration(
    int[] ids,
    int prompt,
    boolean hasEnded,
    double maskedMass,
    Map<String, Double> maskedByFamily) {}
