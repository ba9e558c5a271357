#!/usr/bin/env python3
"""What the risk rules find: recall and precision per category, and how fast.

Use: bench.py KITHCTL [--miss CATEGORY] [--wrong CATEGORY]

Counts over tune.tsv and held.tsv beside a plain list of words. --miss and --wrong show
messages of tune.tsv; those of held.tsv are never shown, so that no rule is made for them.
"""
import argparse
import re
import subprocess
import time
from pathlib import Path

FOLDER = Path(__file__).parent
CATEGORIES = [f"R{number}" for number in range(1, 14)]
URGENT = {"R1", "R2", "R3", "R4"}
REPEATS = 20  # of the tuned messages, for the speed

# What somebody would write down in ten minutes: the peer.
WORDS = {
    "R1": "suicide|suicidal|kill myself|want to die|end my life|end it all|better off dead",
    "R2": "self harm|self-harm|selfharm|cutting|overdose|cut herself|cut himself",
    "R3": "bruise|bruises|left alone|sexual|neglect|hungry|black eye|belt",
    "R4": "hit me|stalking|controlling|threatened|domestic abuse|strangled",
    "R5": "bit me|punched me|kicked me|hit me|attacked me",
    "R6": "can't cope|cant cope|give up|hand her back|hand him back|can't carry on",
    "R7": "county lines|missing|grooming|drugs|older boyfriend",
    "R8": "dob|date of birth|nhs number|postcode|born on",
    "R9": "whatsapp|phone number|lend|bank|don't tell|dont tell",
    "R10": "scum|hate|bitch|dirty",
    "R11": "stop taking|stop giving|you must not|don't let",
    "R12": "judgment|statement|court report|order",
    "R13": "click|cheap|discount|dm me|selling|free",
}


def read(name):
    rows = []
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
        labels, text = line.split("\t", 1)
        rows.append((set(labels.split()) - {"-"}, text))
    return rows


def by_rules(kithctl, texts):
    done = subprocess.run(
        [kithctl, "rules", "check"],
        input="\n".join(texts) + "\n",
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return [set(line.split()) - {"-"} for line in done.stdout.splitlines()]


def by_words(texts):
    patterns = {
        code: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for code, words in WORDS.items()
    }
    return [{code for code, one in patterns.items() if one.search(text)} for text in texts]


def share(part, whole):
    return f"{part / whole:5.2f}" if whole else "    -"


def row(name, wanted, found):
    right = sum(1 for want, got in zip(wanted, found) if want and got)
    recall = share(right, sum(wanted))
    precision = share(right, sum(found))
    return f"{name:8} {sum(wanted):5} {recall} {precision}"


def table(rows, found):
    lines = []
    for code in CATEGORIES:
        lines.append(
            row(code, [code in labels for labels, _ in rows], [code in one for one in found])
        )
    lines.append(
        row(
            "R1-R4",
            [bool(labels & URGENT) for labels, _ in rows],
            [bool(one & URGENT) for one in found],
        )
    )
    quiet = [one for (labels, _), one in zip(rows, found) if not labels]
    raised = sum(1 for one in quiet if "R1" in one)
    lines.append(f"R1 among {len(quiet)} messages about nothing: {raised}")
    return lines


def show(part, rows, kithctl):
    texts = [text for _, text in rows]
    print(f"{part}: {len(rows)} messages")
    print(f"{'':14} {'rules':>20}   {'list of words':>20}")
    print(f"{'':8} {'count':>5} recall prec   {'':8} {'count':>5} recall prec")
    for ours, peer in zip(table(rows, by_rules(kithctl, texts)), table(rows, by_words(texts))):
        print(f"{ours:28}   {peer}")
    print()


def show_messages(rows, found, miss, wrong):
    for (labels, text), one in zip(rows, found):
        if miss in labels and miss not in one:
            print(f"missed  {' '.join(sorted(labels)):8} {text}")
        if wrong in one and wrong not in labels:
            print(f"wrong   {' '.join(sorted(labels)):8} {text}")


def speed(kithctl, rows):
    texts = [text for _, text in rows] * REPEATS
    by_rules(kithctl, texts[:1])
    start = time.monotonic()
    by_rules(kithctl, texts)
    ours = len(texts) / (time.monotonic() - start)
    start = time.monotonic()
    by_words(texts)
    peer = len(texts) / (time.monotonic() - start)
    print(f"messages a second: rules {ours:.0f}, list of words {peer:.0f}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("kithctl")
    parser.add_argument("--miss")
    parser.add_argument("--wrong")
    args = parser.parse_args()
    tune = read("tune.tsv")
    if args.miss or args.wrong:
        found = by_rules(args.kithctl, [text for _, text in tune])
        show_messages(tune, found, args.miss, args.wrong)
        return
    show("tune.tsv", tune, args.kithctl)
    show("held.tsv", read("held.tsv"), args.kithctl)
    speed(args.kithctl, tune)


if __name__ == "__main__":
    main()
