#!/usr/bin/env python3
"""Writes english-special-cases.txt and characters.txt, the resources of org.sluice.text.words.

    pip install spacy==3.8.18 datatrove==0.10.1
    python make_tables.py

The facts are those of spaCy's English tokenizer (MIT licence, Copyright (C) 2016-2024 ExplosionAI GmbH,
2016 spaCy GmbH, 2015 Matthew Honnibal): which strings it treats as special cases and where it cuts them, and which
code points its patterns call letters, quotes, prefixes and so on. Each class is found by asking spaCy's own patterns
about every code point, so the files hold answers, not the patterns. Two more classes are datatrove's (Apache-2.0).
"""
import os
import re

import spacy
from datatrove.utils.text import PUNCTUATION, TERMINAL_PUNCTUATION
from spacy.lang.char_classes import ALPHA, ALPHA_LOWER, ALPHA_UPPER, CONCAT_QUOTES, ICONS, PUNCT
from spacy.symbols import ORTH

HERE = os.path.dirname(os.path.abspath(__file__))
OUT = os.path.join(HERE, "..", "resources", "org", "sluice", "text", "words")
NOTE = """# {what}
# Made by make_tables.py from spaCy {version} (MIT licence, Copyright ExplosionAI GmbH and spaCy contributors){more}.
"""
nlp = spacy.blank("en")
tokenizer = nlp.tokenizer


def write(name, what, lines, more=""):
    with open(os.path.join(OUT, name), "w", encoding="utf-8", newline="\n") as out:
        out.write(NOTE.format(what=what, version=spacy.__version__, more=more))
        out.write("\n".join(lines) + "\n")


def orth(part):
    value = part[ORTH]
    return value if isinstance(value, str) else nlp.vocab.strings[value]


# The whole dictionary of spaCy less its white space entries, which leave no word.
cases = [[orth(part) for part in parts] for text, parts in sorted(tokenizer.rules.items()) if text.strip()]
write("english-special-cases.txt", "A line a special case: its parts, separated by a blank", [" ".join(c) for c in cases])


def ranges(holds):
    found, start = [], None
    for point in range(0x110001):
        inside = point < 0x110000 and holds(chr(point))
        if inside and start is None:
            start = point
        elif not inside and start is not None:
            found.append(f"{start:X}" if start == point - 1 else f"{start:X}-{point - 1:X}")
            start = None
    return " ".join(found)


def matches(pattern):
    compiled = re.compile(pattern)
    return lambda character: compiled.match(character) is not None


sentence_end = set(nlp.add_pipe("sentencizer").punct_chars)
classes = {
    "ALPHA": matches(f"[{ALPHA}]"),
    "LOWER": matches(f"[{ALPHA_LOWER}]"),
    "UPPER": matches(f"[{ALPHA_UPPER}]"),
    "QUOTE": matches(f"[{CONCAT_QUOTES}]"),
    "ICON": matches(f"[{ICONS}]"),
    "PREFIX": lambda c: c != "+" and tokenizer.find_prefix(c) == 1,
    "SUFFIX": lambda c: tokenizer.find_suffix(c) == 1,
    "BEFORE_FULL_STOP": matches(rf"[0-9{ALPHA_LOWER}%²\-\+{PUNCT}(?:{CONCAT_QUOTES})]"),
    "SENTENCE_END": lambda c: c in sentence_end,
    "PUNCTUATION": lambda c: c in PUNCTUATION,
    "TERMINAL": lambda c: c in TERMINAL_PUNCTUATION,
}
write("characters.txt", "A line a class: its code points, in hexadecimal",
      [f"{name} {ranges(holds)}" for name, holds in classes.items()],
      " and datatrove 0.10.1 (Apache-2.0)")
