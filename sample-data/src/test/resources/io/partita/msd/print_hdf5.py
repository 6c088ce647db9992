"""Prints every value of an HDF5 file, a line for each row and column: path, row, column, value.

Text is printed in hexadecimal without the NULs that pad it, reals so that they read back exactly.
"""
import sys

import h5py


def text(value):
    if isinstance(value, bytes):
        return value.hex()
    return repr(value.item())


def print_values(name, item):
    if not isinstance(item, h5py.Dataset):
        return
    for row, value in enumerate(item[()]):
        if item.dtype.names:
            for column in item.dtype.names:
                print("/" + name, row, column, text(value[column]), sep="\t")
        elif item.ndim == 2:
            for column, element in enumerate(value):
                print("/" + name, row, column, text(element), sep="\t")
        else:
            print("/" + name, row, 0, text(value), sep="\t")


with h5py.File(sys.argv[1], "r") as file:
    file.visititems(print_values)
