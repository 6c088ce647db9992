"""Prints the layout of an HDF5 file: groups, datasets, types, chunks, filters, attributes.

Lengths and values of datasets are left out, so that files of one layout print alike.
"""
import sys

import h5py


def string(kind):
    if kind.get_class() != h5py.h5t.STRING:
        return ""
    return " pad=%d charset=%d" % (kind.get_strpad(), kind.get_cset())


def describe_type(kind):
    if kind.get_class() != h5py.h5t.COMPOUND:
        return str(kind.dtype) + string(kind)
    members = []
    for i in range(kind.get_nmembers()):
        members.append("%s@%d:%s" % (
            kind.get_member_name(i).decode(), kind.get_member_offset(i),
            describe_type(kind.get_member_type(i))))
    return "{%s} of %d bytes" % (", ".join(members), kind.get_size())


def describe_attributes(path, item):
    for name in sorted(item.attrs):
        attribute = h5py.h5a.open(item.id, name.encode())
        value = "" if name == "NROWS" else repr(item.attrs[name])
        print(path, "@" + name, attribute.shape, describe_type(attribute.get_type()), value)


def describe(name, item):
    path = "/" + name
    if isinstance(item, h5py.Dataset):
        created = item.id.get_create_plist()
        filters = [created.get_filter(i) for i in range(created.get_nfilters())]
        print(path, describe_type(item.id.get_type()), item.shape[1:], item.maxshape, item.chunks,
              filters, created.get_alloc_time(), created.get_fill_time(),
              created.get_obj_track_times())
    describe_attributes(path, item)


with h5py.File(sys.argv[1], "r") as file:
    print("superblock", file.id.get_create_plist().get_version()[0], file.id.get_create_plist().get_sizes())
    describe_attributes("/", file)
    file.visititems(describe)
