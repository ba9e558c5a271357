#!/usr/bin/env python3
"""What rules and model find: recall and precision per category, and how fast.

Use: bench.py KITHCTL [--miss CATEGORY] [--wrong CATEGORY]

Counts over tune.tsv and held.tsv beside a plain list of words. --miss and --wrong show
messages of tune.tsv that the rules miss or take for what they are not; those of held.tsv
are never shown, so that nothing is made for them.
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


def by_kithctl(kithctl, texts, only=None):
    done = subprocess.run(
        [kithctl, "rules", "check", *(["--only", only] if only else [])],
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


def row(wanted, found):
    right = sum(1 for want, got in zip(wanted, found) if want and got)
    return f"{share(right, sum(wanted))} {share(right, sum(found))}"


def groups():
    """What a line of the table is about: a name, and the categories it stands for."""
    return [(code, {code}) for code in CATEGORIES] + [("R1-R4", URGENT)]


def show(part, rows, judges):
    print(f"{part}: {len(rows)} messages; recall and precision")
    print(f"{'':13}" + "".join(f"  {name:>13}" for name, _ in judges))
    for name, codes in groups():
        wanted = [bool(labels & codes) for labels, _ in rows]
        cells = [row(wanted, [bool(one & codes) for one in found]) for _, found in judges]
        print(f"{name:8}{sum(wanted):5}" + "".join(f"  {cell:>13}" for cell in cells))
    quiet = [at for at, (labels, _) in enumerate(rows) if not labels]
    print(f"of {len(quiet)} messages about nothing:")
    for code, codes in (("R1", {"R1"}), ("R1-R4", URGENT)):
        raised = [sum(1 for at in quiet if found[at] & codes) for _, found in judges]
        print(f"  {code:11}" + "".join(f"  {count:>13}" for count in raised))
    print()


def show_messages(rows, found, miss, wrong):
    for (labels, text), one in zip(rows, found):
        if miss in labels and miss not in one:
            print(f"missed  {' '.join(sorted(labels)):8} {text}")
        if wrong in one and wrong not in labels:
            print(f"wrong   {' '.join(sorted(labels)):8} {text}")


def speed(kithctl, rows):
    texts = [text for _, text in rows] * REPEATS
    by_kithctl(kithctl, texts[:1])
    start = time.monotonic()
    by_kithctl(kithctl, texts)
    ours = len(texts) / (time.monotonic() - start)
    start = time.monotonic()
    by_words(texts)
    peer = len(texts) / (time.monotonic() - start)
    print(f"messages a second: rules and model {ours:.0f}, list of words {peer:.0f}")


def texts_of(rows):
    return [text for _, text in rows]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("kithctl")
    parser.add_argument("--miss")
    parser.add_argument("--wrong")
    args = parser.parse_args()
    tune = read("tune.tsv")
    rules = by_kithctl(args.kithctl, texts_of(tune), "rules")
    if args.miss or args.wrong:
        show_messages(tune, rules, args.miss, args.wrong)
        return
    print("The model has learnt from tune.tsv: what it would do unlearnt, make try-risk-model.")
    show("tune.tsv", tune, [("rules", rules), ("list of words", by_words(texts_of(tune)))])
    held = read("held.tsv")
    judges = [
        ("both", by_kithctl(args.kithctl, texts_of(held))),
        ("rules", by_kithctl(args.kithctl, texts_of(held), "rules")),
        ("model", by_kithctl(args.kithctl, texts_of(held), "model")),
        ("list of words", by_words(texts_of(held))),
    ]
    show("held.tsv", held, judges)
    speed(args.kithctl, tune)


if __name__ == "__main__":
    main()
