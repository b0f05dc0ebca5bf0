#!/usr/bin/env python3
"""Writes peer-golden.jsonl.gz: what dolma, NeMo Curator, DCLM and RedPajama-Data themselves say of documents.

    pip install uniseg fasttext nltk regex numpy
    python make_peer_golden.py --dolma D --nemo N --dclm C --redpajama R [--documents F --out O]

D, N, C, R: checkouts of these programs (dolma 1c696dd, Curator main of November 2026, dclm c7ed275, RedPajama-Data
855a8e0). F: JSON lines {id, text}; left out: those of datatrove-golden.jsonl.gz, beside which the result is written.
A line a document: {id, text, profiles: {name: {scores, keep?, reason?, text?}}}; a score is left out where the peer
fails, and NeMo's sets make the commonest of equally frequent n-grams a matter of chance: such scores are left out.
"""
import argparse
import gzip
import json
import os
import re
import sys
import types

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "resources", "org", "sluice", "text")
A = argparse.ArgumentParser()
for peer in ("dolma", "nemo", "dclm", "redpajama"):
    A.add_argument("--" + peer, required=True)
A.add_argument("--documents", default=os.path.join(HERE, "datatrove-golden.jsonl.gz"))
A.add_argument("--out", default=os.path.join(HERE, "peer-golden.jsonl.gz"))
A = A.parse_args()


def stub(name, **members):
    module = types.ModuleType(name)
    for key, value in members.items():
        setattr(module, key, value)
    sys.modules[name] = module


def load(path, name, replace=()):
    source = open(path, encoding="utf-8").read()
    for pattern, text in replace:
        source = re.sub(pattern, text, source, flags=re.M)
    module = types.ModuleType(name)
    sys.modules[name] = module
    exec(compile(source, path, "exec"), module.__dict__)
    return module


# dolma
dolma = load(A.dolma + "/python/dolma/taggers/gopher.py", "dolma_gopher",
             [(r"^from \.\.core.*$", ""), (r"^@TaggerRegistry.*$", ""), (r"List\[Span\]", "list"),
              (r"^class GopherTagger[\s\S]*", "")])

# NeMo Curator
class Filter:
    def __init__(self):
        self._sentences = self._paragraphs = self._ngrams = None


stub("nemo_curator.stages.text.filters.doc_filter", DocumentFilter=Filter)
stub("loguru", logger=None)
base = A.nemo + "/nemo_curator/stages/text/"
load(base + "utils/constants.py", "nemo_curator.stages.text.utils.constants")
load(base + "utils/text_utils.py", "nemo_curator.stages.text.utils.text_utils")
strings = load(base + "filters/heuristic/string.py", "nemo_strings")
repeats = load(base + "filters/heuristic/repetition/repetition.py", "nemo_repeats")
QUALITY = [strings.NonAlphaNumericFilter(0.25), strings.SymbolsToWordsFilter(0.1), strings.NumbersFilter(0.15),
           strings.UrlsFilter(0.2), strings.WhiteSpaceFilter(0.25), strings.ParenthesesFilter(0.1),
           strings.BoilerPlateStringFilter(True, 0.4), strings.WordCountFilter(50, 100000),
           strings.PunctuationFilter(0.85), strings.WordsWithoutAlphabetsFilter(0.8),
           strings.CommonEnglishWordsFilter(2, False), strings.MeanWordLengthFilter(3, 10),
           strings.LongWordFilter(1000), strings.EllipsisFilter(0.3), strings.BulletsFilter(0.9)]
REPETITION = [repeats.RepeatedLinesFilter(0.7), repeats.RepeatedParagraphsFilter(0.7),
              repeats.RepeatedLinesByCharFilter(0.8), repeats.RepeatedParagraphsByCharFilter(0.8)]
REPETITION += [(f"RepeatingTop{n}GramsFilter", repeats.RepeatingTopNGramsFilter(n, m)) for n, m in ((2, .2), (3, .18), (4, .16))]
REPETITION += [(f"RepeatingDuplicate{n}GramsFilter", repeats.RepeatingDuplicateNGramsFilter(n, m))
               for n, m in zip(range(5, 11), (.15, .14, .13, .12, .11, .10))]

# DCLM
stub("core"), stub("core.factory_utils", factory_function=lambda f: f), stub("core.constants", CONTENT="text", URL="url")
stub("unidecode", unidecode=None), stub("justext"), stub("retrie"), stub("retrie.retrie", Blacklist=None)
stub("bs4", BeautifulSoup=None), stub("transformers", AutoTokenizer=None), stub("lxml"), stub("lxml.etree", ParserError=None)
stub("baselines"), stub("baselines.mappers")
mappers = A.dclm + "/baselines/mappers/"
words_of = load(mappers + "core_utils.py", "baselines.mappers.core_utils")
dclm = load(mappers + "filters/content_filters.py", "dclm_filters")
modify = load(mappers + "modifiers.py", "dclm_modifiers")

# RedPajama
for name in [m for m in sys.modules if m == "core" or m.startswith("core.")]:
    del sys.modules[name]
sys.path.insert(0, A.redpajama + "/app/src")
from core.document import Document  # noqa: E402
from core.quality_signals import content, lines, natural_language, repetitions  # noqa: E402

SIGNALS = [(n.lower(), c) for m in (natural_language, repetitions, lines) for n, c in vars(m).items()
           if n.startswith("RPS_")]
CONTENT_SIGNALS = [content.RPS_Doc_Lorem_Ipsum, content.RPS_Doc_Curly_Bracket, content.RPS_Doc_Stop_Word_Fraction]


def of_dolma(text):
    a = dolma.get_attributes(text)
    quality = {k: getattr(a, k) for k in (
        "word_count", "median_word_length", "symbol_to_word_ratio", "fraction_of_words_with_alpha_character",
        "required_word_count", "fraction_of_lines_starting_with_bullet_point", "fraction_of_lines_ending_with_ellipsis")}
    repetition = {k: getattr(a, k) for k in ("fraction_of_duplicate_lines", "fraction_of_characters_in_duplicate_lines")}
    for n, v in a.fraction_of_characters_in_most_common_ngram:
        repetition[f"fraction_of_characters_in_most_common_{n}grams"] = v
    for n, v in a.fraction_of_characters_in_duplicate_ngrams:
        repetition[f"fraction_of_characters_in_duplicate_{n}grams"] = v
    return {"gopher-quality@dolma": {"scores": quality}, "gopher-repetition@dolma": {"scores": repetition}}


def tied(text, n):
    words = text.split()
    counts = {}
    for i in range(len(words) - n + 1):
        counts[tuple(words[i:i + n])] = counts.get(tuple(words[i:i + n]), 0) + 1
    top = sorted(counts.values())[-2:]
    return len(top) == 2 and top[0] == top[1]


def of_nemo(text, filters):
    scores, reason = {}, None
    for f in filters:
        name, f = f if isinstance(f, tuple) else (type(f).__name__, f)
        try:
            score = f.score_document(text)
        except (ZeroDivisionError, ValueError, IndexError):
            return {"scores": scores}
        if re.search(r"Top\dGrams", name) and tied(text, int(re.search(r"Top(\d)", name)[1])):
            continue
        scores[name] = score
        if reason is None and not f.keep_document(score):
            reason = name
    return {"scores": scores}


def of_dclm(text):
    page = {"text": text}
    reason = None
    cache = {}
    rules = [("duplicate_lines", "line", .3, False), ("duplicate_paragraphs", "paragraph", .3, False),
             ("duplicate_line_characters", "line", .2, True), ("duplicate_paragraph_characters", "paragraph", .2, True)]
    rules += [(f"top_{n}_gram", n, m, True) for n, m in ((2, .2), (3, .18), (4, .16))]
    rules += [(f"duplicate_{n}_grams", n, m, True) for n, m in zip(range(5, 11), (.15, .14, .13, .12, .11, .10))]
    for name, granularity, most, characters in rules:
        if not dclm.repetition_filter(page, granularity, most, count_characters=characters, cache=cache):
            reason = name if text.strip() else "empty"
            break
    quality = [("page_length_filter", lambda: dclm.page_length_filter(page, "word", 50, 100000, ignore_punctuation=True)),
               ("word_length_filter", lambda: dclm.word_length_filter(page, 3, 10)),
               ("symbol_ratio_filter", lambda: dclm.symbol_ratio_filter(page)),
               ("bullet_count_filter", lambda: dclm.bullet_count_filter(page)),
               ("ellipsis_count_filter", lambda: dclm.ellipsis_count_filter(page)),
               ("alphabetic_word_ratio_filter", lambda: dclm.alphabetic_word_ratio_filter(page)),
               ("stop_word_filter", lambda: dclm.stop_word_filter(page))]
    why = next((name for name, rule in quality if not rule()), None)
    return {"gopher-repetition@dclm": {"keep": reason is None, "reason": reason},
            "gopher-quality@dclm": {"keep": why is None, "reason": why}, "refinedweb-lines@dclm": of_lines(text)}


def of_lines(text):
    page = {"text": text}
    before = len(words_of.split_words(text, ignore_punctuation=True))
    for step in (lambda p: modify.uppercase_ratio_line_modifier(p, 0.5),
                 lambda p: modify.numeric_ratio_line_modifier(p, 0.999999), modify.counter_line_modifier(),
                 lambda p: modify.line_length_modifier(p, 2),
                 modify.substring_line_modifier("items in cart", max_length=10, remove_substring_only=True),
                 modify.substring_line_modifier("sign-in", location="prefix", max_length=10, remove_substring_only=True),
                 modify.substring_line_modifier("read more...", location="suffix", max_length=10, remove_substring_only=True)):
        if not step(page):
            return {"keep": False, "reason": "empty"}
    page["before"] = before
    if before == 0:
        return {"keep": False, "reason": "empty"}
    if not dclm.word_removal_ratio_filter(page, "before"):
        return {"keep": False, "reason": "word_removal_ratio_filter"}
    return {"keep": True, "reason": None, "text": page["text"]}


def of_redpajama(text):
    document = Document(text, None)
    scores = {}
    for name, signal in SIGNALS:
        values = [v for _, _, v in signal()(document) if v is not None]
        scores[name] = (sum(values) / len(values) if values else None) if name.startswith("rps_lines") else next(iter(values), None)
    for signal in CONTENT_SIGNALS:
        made = signal.__new__(signal)
        if hasattr(signal, "_stop_words"):
            made._stop_words = content.get_stop_words("en")
        scores[signal.__name__.lower()] = made(document)[0][2]
    return {"signals@redpajama-v2": {"scores": scores}}


open_in = gzip.open if A.documents.endswith(".gz") else open
with open_in(A.documents, "rt", encoding="utf-8") as source, gzip.GzipFile(A.out, "wb", 9, mtime=0) as out:
    for line in source:
        row = json.loads(line)
        text = row["text"]
        profiles = {**of_dolma(text), "gopher-quality@nemo": of_nemo(text, QUALITY),
                    "gopher-repetition@nemo": of_nemo(text, REPETITION), **of_dclm(text), **of_redpajama(text)}
        result = {"id": row["id"], "text": text, "profiles": profiles}
        out.write((json.dumps(result, ensure_ascii=False) + "\n").encode("utf-8", "surrogatepass"))
