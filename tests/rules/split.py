#!/usr/bin/env python3
"""Splits labelled messages by a fixed hash: split.py IN... TUNE HELD

A message belongs to the held part where the first byte of the SHA-256 of its text is
below 85 (a third of 256): nobody chooses which. Rules and models are made by looking at
the tuning part alone; the held part gives figures and is not read by who makes them.
"""
import hashlib
import sys

HELD_BELOW = 85  # of 256: one message in three


def is_held(text):
    return hashlib.sha256(text.encode()).digest()[0] < HELD_BELOW


def main():
    *sources, tune, held = sys.argv[1:]
    parts = {True: set(), False: set()}
    for source in sources:
        with open(source, encoding="utf-8") as lines:
            for line in lines:
                labels, text = line.rstrip("\n").split("\t")
                parts[is_held(text)].add((text, labels))
    for path, part in ((tune, parts[False]), (held, parts[True])):
        with open(path, "w", encoding="utf-8") as out:
            out.writelines(f"{labels}\t{text}\n" for text, labels in sorted(part))


if __name__ == "__main__":
    main()
