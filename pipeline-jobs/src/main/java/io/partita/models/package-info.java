/**
 * Commands of models: train, evaluate, generate, encode, decode, interpolate, compare, gate and
 * publish, and what they share.
 */
package io.partita.models;
