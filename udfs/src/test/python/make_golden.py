#!/usr/bin/env python3
"""Writes datatrove-golden.jsonl.gz: made-up documents and what datatrove says of them.

    pip install datatrove[processing]==0.10.1 spacy==3.8.18 jieba==0.42.1 xxhash numpy
    python make_golden.py [--fuzz N OUT]

A line a document: {id, lang, text, words, simplified, verdicts: {profile: {keep, reason}}, repeats, signature};
repeats are characters by the score's name; signature is null for documents without a shingle. All texts are put together here from the lists below, with a fixed seed.
--fuzz writes N more documents of random pieces to OUT instead, for a longer check by hand.
"""
import argparse
import gzip
import json
import os
import random

from datatrove.data import Document
from datatrove.pipeline.dedup.minhash import MinhashConfig, MinhashDedupSignature
from datatrove.pipeline.filters import FineWebQualityFilter, GopherQualityFilter, GopherRepetitionFilter
from datatrove.pipeline.filters.gopher_repetition_filter import (find_all_duplicate, find_duplicates, find_top_duplicate,
                                                                 get_n_grams)
from datatrove.utils.text import simplify_text
from datatrove.utils.word_tokenizers import load_word_tokenizer
from loguru import logger

OUT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "resources", "org", "sluice", "text",
                   "datatrove-golden.jsonl.gz")
logger.remove()
R = random.Random(20)

SMALL = "the a of to and that have with be in on for it was not but they we you he she at by from".split()
LONG = """river harbour lantern merchant winter garden market signal paper engine bridge letter captain village
weather question answer morning evening mountain station teacher student number machine kitchen window island
measure promise silver copper harvest journey culture history science theory balance council minister""".split()
VERBS = "carries opens follows reads measures paints remembers sells finds keeps loses builds crosses".split()
ODD = """don't can't I'm we've they'll cannot gonna o'clock y'all John's Dr. Mr. e.g. i.e. U.S.A. a.m. 10am 5km 5km/h
3.14 1,000 1/2 10:30 50% $5 US$20 20€ C++ C# #tag @me a/b and/or w/o x-ray co-op well-known mother-in-law 5-b --- -- –
— … ... .. .... :) :-( ;-) <3 ^_^ http://a.example/b?c=d www.example.org foo@bar.example 10.1.2.3 8.8.8.8 e.x.Y x.Y
"quoted" 'single' (round) [square] {curly} «guille» “smart” ‘smart’ it’s ’tis naïve café ÅNGSTRÖM straße Σίσυφος ΟΔΟΣ
İstanbul 东京 日本語 привет мир. हिन्दी عربي 한국어 😀 👍🏽 ™ © ½ ² ³ °C. 5°C. snake_case x=y a<b a>b 1+1 2*3 4^5 6-7 -8 +9 a,b 1,b
don’t I’m ain't rock'n'roll 7.5mm 30%. A. B. a. Z! wow!? no?! (hm). "end." end". etc. vs. Inc. x-a. foo/Mr. 9'- .5
••• § ¶ ¿qué? ¡ay! 「日本」 （全角） 全角，标点。 ~tilde~ `tick` a~b a—b a––b a---b a|b \\n $ % & * _ + = / \\ | ; : , . ! ?""".split()


def word():
    return R.choice(R.choice((SMALL, SMALL, LONG, LONG, VERBS)))


def sentence(n=None, odd=0.0):
    words = [R.choice(ODD) if R.random() < odd else word() for _ in range(n or R.randrange(4, 22))]
    words[0] = words[0].capitalize()
    return " ".join(words) + R.choice((".", ".", ".", ".", "!", "?", "...", "…", "", '."', ".)", " .", "。"))


def prose(sentences, odd=0.0, gap=" "):
    return gap.join(sentence(odd=odd) for _ in range(sentences))


def documents():
    yield "empty", ""
    for name, text in {"blank": " ", "feeds": "\n\n\n", "mark": "\u0301 x \u0301", "nul": "\0 a\0b", "bom": "\ufeffbom",
                       "word": "word", "dots": ". .. ... ....", "hashes": "# # #", "joined": "ab c a bc " * 12}.items():
        yield "edge/" + name, text
    for i in range(6):
        yield f"prose/{i}", prose(R.randrange(5, 20))
        yield f"odd/{i}", prose(R.randrange(8, 20), 0.35)
        yield f"lines/{i}", prose(R.randrange(6, 30), 0.05, "\n")
        yield f"paragraphs/{i}", prose(R.randrange(6, 20), 0.05, R.choice(("\n\n", "\n\n\n", "\r\n\r\n")))
        yield f"short/{i}", "\n".join(sentence(R.randrange(1, 5)) for _ in range(40))
        yield f"bullets/{i}", "\n".join(R.choice(("- ", "• ", "  - ", "* ")) + sentence() for _ in range(20))
        yield f"ellipsis/{i}", "\n".join(sentence(9)[:-1] + R.choice(("...", "…", ".", "..")) for _ in range(20))
        yield f"hash/{i}", " ".join(R.choice((word(), word(), "#", "…", "...")) for _ in range(90))
        yield f"digits/{i}", " ".join(R.choice((word(), word(), word(), str(R.randrange(9999)))) for _ in range(90))
        lines = [sentence() for _ in range(12)]
        yield f"repeat-lines/{i}", "\n".join(R.choice(lines) for _ in range(24))
        yield f"repeat-paragraphs/{i}", "\n\n".join(R.choice(lines) for _ in range(16))
        phrase = " ".join(word() for _ in range(R.randrange(2, 12)))
        yield f"repeat-phrase/{i}", " ".join(R.choice((phrase, sentence(6))) for _ in range(30))
        yield f"no-stop-words/{i}", " ".join(R.choice(LONG) for _ in range(80)) + "."
        yield f"length/{i}", " ".join(word() for _ in range(47 + i)) + "."
        yield f"long-words/{i}", " ".join(R.choice(LONG) * R.randrange(1, 4) for _ in range(70))
        yield f"spaces/{i}", R.choice(("\u00a0", "\u3000", "\u2028", "\x0b", "\x85", "\x1c", "  ")).join(
            sentence() for _ in range(12))
        yield f"accents/{i}", prose(8).replace("e", "e\u0301").replace("a", "ä")
        yield f"pieces/{i}", pieces(120)


def pieces(count):
    """Words of pieces that meet at random: what the order of prefixes, suffixes and infixes is for."""
    marks = list(".,:;!?'\"()[]{}<>-–—…/=+*^~_#&%$€£°’”“«»|@\\") + ["...", "--", "'s", "’s", "n't", "km", "m²", "😀", "℃"]
    parts = marks + ["a", "b", "He", "US", "U", "x", "10", "7", "0", "co", "Mr", "and", "or", "am", "é", "Ω", "中", "ß"] + ODD
    made = ["".join(R.choice(parts) for _ in range(R.randrange(1, 6))) for _ in range(count)]
    return "".join(w + R.choice((" ", " ", " ", "\n", "  ", "\u00a0")) for w in made)


def repeats(text, words):
    """Characters that repeat, before datatrove divides them by those of the text."""
    found = {"dup_para_char_frac": find_duplicates(FILTERS[REPETITION].paragraph_exp.split(text.strip()))[1],
             "dup_line_char_frac": find_duplicates(FILTERS[REPETITION]._line_splitter.split(text))[1]}
    for n in (2, 3, 4):
        if len(words) >= n:
            found[f"top_{n}_gram"] = find_top_duplicate(get_n_grams(words, n))
    for n in range(5, 11):
        found[f"duplicated_{n}_n_grams"] = find_all_duplicate(words, n)
    return found


def golden(name, text, lang="eng"):
    words = load_word_tokenizer(lang).word_tokenize(text)
    verdicts = {}
    for profile, rule in FILTERS.items():
        result = rule.filter(Document(text=text, id=name))
        keep, reason = result if isinstance(result, tuple) else (result, None)
        verdicts[profile] = {"keep": bool(keep), "reason": reason}
    shingles = SIGN.get_shingles(text)
    signature = [str(x) for band in SIGN.get_signature(shingles) for x in band] if shingles.size else None
    return {"id": name, "lang": lang, "text": text, "words": words, "simplified": simplify_text(text),
            "verdicts": verdicts, "repeats": repeats(text, words) if text else {}, "signature": signature}


REPETITION = "gopher-repetition@datatrove"
FILTERS = {REPETITION: GopherRepetitionFilter(), "gopher-quality@datatrove": GopherQualityFilter(),
           "fineweb@datatrove": FineWebQualityFilter()}
SIGN = MinhashDedupSignature("/tmp/unused", config=MinhashConfig())

if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--fuzz", nargs=2)
    fuzz = parser.parse_args().fuzz
    made = ((f"fuzz/{i}", pieces(200)) for i in range(int(fuzz[0]))) if fuzz else documents()
    with open(fuzz[1] if fuzz else OUT, "wb") as raw, gzip.GzipFile("", "wb", 9, raw, 0) as out:
        for name, text in made:
            line = golden(name, text)
            if not name.startswith(("prose/0", "odd/", "pieces/", "fuzz/")):
                line["signature"] = None if line["signature"] is None else line["signature"][:8]
            out.write((json.dumps(line, ensure_ascii=False) + "\n").encode("utf-8", "surrogatepass"))
