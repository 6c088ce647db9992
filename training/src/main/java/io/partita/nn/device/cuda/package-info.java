/**
 * Computing on an NVIDIA GPU through its driver alone: kernels of our own as PTX, which the driver
 * compiles for its GPU, and products of matrices by cuBLAS where the machine has it. Works on what
 * ND4J's binaries do not, and needs neither them nor a toolkit.
 */
package io.partita.nn.device.cuda;
