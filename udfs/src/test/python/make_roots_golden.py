#!/usr/bin/env python3
"""Writes roots-golden.jsonl.gz: what BigScience's data preparation itself says of documents, and the peer's lists.

    pip install emoji==1.6.1 jieba==0.42.1 numpy [sentencepiece]
    python make_roots_golden.py --bigscience B [--lists] [--documents F --out O] [--sentencepiece M [--train]]

B: a checkout of bigscience-workshop/data-preparation (9d05884, Apache License 2.0). Its pieces of Chinese are those of
M, a SentencePiece .model; left out: jieba's words, as ours are. F: JSON lines {id, text}, all taken for Chinese; left out:
made-up Chinese of this script and some English of datatrove-golden.jsonl.gz. --lists writes stop words and special
characters to the resources; --train makes M of the made-up Chinese first. jobs' roots-pieces.model and
roots-pieces-golden.jsonl.gz are so made, with sentencepiece 0.2.3. A line a document: {id, text, profiles: {name: {scores, keep, reason}}}.
"""
import argparse
import gzip
import json
import os
import random
import sys
import types

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "resources", "org", "sluice", "text")
LISTS = os.path.join(HERE, "..", "..", "..", "..", "..", "main", "resources", "org", "sluice", "text", "rules", "peer")
A = argparse.ArgumentParser()
A.add_argument("--bigscience", required=True)
A.add_argument("--lists", action="store_true")
A.add_argument("--documents")
A.add_argument("--out", default=os.path.join(HERE, "roots-golden.jsonl.gz"))
A.add_argument("--sentencepiece")
A.add_argument("--train", action="store_true")
A = A.parse_args()
for name in ("fasttext", "kenlm"):
    sys.modules[name] = types.ModuleType(name)
sys.modules["languages_id"] = types.SimpleNamespace(langs_id=None)
try:
    import sentencepiece
except ImportError:
    sys.modules["sentencepiece"] = types.ModuleType("sentencepiece")
sys.path.insert(0, A.bigscience + "/preprocessing/training/01b_oscar_cleaning_and_filtering")
from filtering import Filtering, ModifyingDocuments  # noqa: E402
from parameters_filtering import parameters_filtering  # noqa: E402
from stopwords import stopwords  # noqa: E402


class Jieba:
    def encode_as_pieces(self, text):
        import jieba
        return [word for word in jieba.cut(text) if word.strip()]


def pieces():
    if not A.sentencepiece:
        return Jieba()
    if A.train:
        texts = [" ".join(text.lower().split()) for text in made().values() if "\x00" not in text]
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(filter(None, texts)), model_prefix=A.sentencepiece.removesuffix(".model"), vocab_size=520,
            normalization_rule_name="identity", character_coverage=0.99, minloglevel=2)
    model = sentencepiece.SentencePieceProcessor()
    model.load(A.sentencepiece)
    return model


def of(text, language):
    p = parameters_filtering[language]
    tok = PIECES if p["tokenization"] else None
    text = ModifyingDocuments.modifying_documents(text, **{k: p[k] for k in (
        "cond_uniform_whitespace", "cond_replace_unicode_punctuation", "cond_remove_words_with_incorrect_substrings",
        "strip_characters", "incorrect_word_substrings", "cond_remove_long_words", "length_word_max_cutoff")})
    strip = p["strip_characters"]
    scores = {
        "number_words": len(ModifyingDocuments.get_words_from_document(text, tok, False, strip)),
        "character_repetition_ratio": Filtering.compute_character_repetition_ratio(text, p["character_repetition_length"]),
        "word_repetition_ratio": Filtering.compute_word_repetition_ratio(text, tok, strip, p["word_repetition_length"]),
        "special_characters_ratio": Filtering.compute_special_characters_ratio(text, p["special_characters"]),
        "stopwords_ratio": Filtering.compute_stopwords_ratio(
            text, tok, strip, p["cond_words_augmentation"], p["words_augmentation_group_sizes"],
            p["words_augmentation_join_char"], set(stopwords[language]))}
    checks = [
        ("number_words", Filtering.check_number_words(text, tok, strip, p["number_words_min_cutoff"], p["number_words_max_cutoff"])),
        ("character_repetition_ratio", Filtering.check_character_repetition_removal(
            text, p["character_repetition_length"], p["character_repetition_max_cutoff"])),
        ("word_repetition_ratio", Filtering.check_word_repetition_removal(
            text, tok, strip, p["word_repetition_length"], p["word_repetition_max_cutoff"])),
        ("special_characters_ratio", Filtering.check_special_characters(
            text, p["special_characters"], p["special_characters_max_cutoff"])),
        ("stopwords_ratio", scores["stopwords_ratio"] >= p["stopwords_min_cutoff"])]
    reason = next((name for name, passes in checks if not passes), None)
    return {f"roots-{language}@bigscience": {"scores": scores, "keep": reason is None, "reason": reason}}


SENTENCES = """今天上午，他和弟弟一起坐船去了对面的小岛。|风不大，海水很清，可以看见水底的石头。|这家面馆开了三十多年，老板还是那位老师傅。
如果明天下雨，我们就在家里看书，不去爬山了。|她说：“这件事情我已经想过了，你不用担心。”|公司在二〇二三年卖出了 1,250 台机器，比上一年多 12.5%。
因为路上堵车，大家到的时候会议已经开始了。|上个月的电费是多少？我一直没有收到账单！|这本书写的是一个渔村里四代人的生活。|請把窗戶關上，外面的風太大了。
我们的 App 支持 iOS 和 Android，下载地址是 http://www.example.com/a?b=1 。|孩子们在院子里跑来跑去，谁也不肯先回家吃饭。|虽然价格不低，但是质量确实比以前好得多。
那时候的冬天比现在冷，河面常常结冰。|医生建议他每天走一万步，少吃甜的东西。|图书馆八点开门，晚上九点半关门，周一休息。""".replace("\n", "|").split("|")
NOUNS = "钢管 轴承 阀门 螺丝 电缆 水泵 法兰 弹簧 齿轮 垫片 型号 规格 报价 厂家 批发 直销".split()


def made():
    r = random.Random(7)
    kinds = {
        "prose": lambda: "".join(r.sample(SENTENCES, 6)),
        "lines": lambda: "\n".join(r.sample(SENTENCES, 5)),
        "repeat": lambda: r.choice(SENTENCES) * r.randint(2, 9),
        "phrase": lambda: "".join(r.sample(SENTENCES, 2)) + "点击这里" * r.randint(1, 12),
        "nouns": lambda: "".join(r.choice(NOUNS) for _ in range(r.randint(5, 60))),
        "marks": lambda: "".join(r.choice(SENTENCES) + r.choice("★◆→！～…—☆●") * r.randint(1, 15) for _ in range(4)),
        "digits": lambda: "".join(f"{r.choice(NOUNS)}{r.randint(10, 10 ** 9)}元，" for _ in range(20)),
        "emoji": lambda: "".join(r.choice(SENTENCES) + r.choice("😀🌊👍🏽❤️㊗️🇨🇳") * r.randint(1, 6) for _ in range(4)),
        "latin": lambda: " ".join([r.choice(SENTENCES), "Sea Level RISE İstanbul ΣΑΣ naïve", r.choice(SENTENCES)]),
        "spaces": lambda: "\u3000\u3000" + "\u00a0 \t\u2003".join(r.sample(SENTENCES, 3)) + "\x84\ufffc\n\n",
        "edges": lambda: "上一个士" * r.randint(1, 5) + r.choice(SENTENCES) + "（一）（上）" * r.randint(1, 5),
        "width": lambda: "ＡＢＣ１２３，" + r.choice(SENTENCES) + "％〈〉．～" + r.choice(SENTENCES).replace("，", "、"),
        "rare": lambda: "𠮷野家𠀀𠀁" + r.choice(SENTENCES) + "㐂龘\u200b\ufeff",
    }
    fixed = {"empty": "", "blank": " \n\t", "one": "海", "mark": "。", "two": "上一", "digit": "１", "controls": "海\x00\x01上\x85"}
    documents = {f"fixed/{name}": text for name, text in fixed.items()}
    for i in range(6):
        documents.update({f"{kind}/{i}": make() for kind, make in kinds.items()})
    return documents


PIECES = pieces()


def write(name, lines):
    with open(os.path.join(LISTS, name), "w", encoding="utf-8") as out:
        out.write("".join(line + "\n" for line in lines))


if A.lists:
    for language in ("en", "zh"):
        write(f"roots-stop-words-{language}.txt", sorted({word for word in stopwords[language] if word.strip()}))
    points = sorted(ord(c) for c in parameters_filtering["zh"]["special_characters"] if len(c) == 1)
    ranges = []
    for c in points:
        if ranges and ranges[-1][1] == c - 1:
            ranges[-1][1] = c
        else:
            ranges.append([c, c])
    write("roots-special-characters.txt", (f"{a:X}-{b:X}" for a, b in ranges))

rows = []
if A.documents:
    with (gzip.open if A.documents.endswith(".gz") else open)(A.documents, "rt", encoding="utf-8") as source:
        rows += [(row["id"], row["text"], ("zh",)) for row in map(json.loads, source)]
else:
    both = () if A.sentencepiece else ("en",)
    rows += [(name, text, ("zh", *both) if name.startswith("fixed") else ("zh",)) for name, text in made().items()]
if not A.documents and not A.sentencepiece:
    with gzip.open(os.path.join(HERE, "datatrove-golden.jsonl.gz"), "rt", encoding="utf-8") as source:
        rows += [(row["id"], row["text"], ("en",)) for row in list(map(json.loads, source))[::2]]
    links = "Read more at http://example.com/a or (www.example.org), \twww2 and.com! " + "\n the long " + "w" * 30 + "!!! one. \n\n"
    rows += [("links", links * 3 + "and so it is that of the sea we do not know much but that it is deep.", ("en",)),
             ("long-edges", "((((" + "a" * 24 + ")))) " + "b" * 26 + " ****************************** the end of it", ("en",))]
with gzip.GzipFile(A.out, "wb", 9, mtime=0) as out:
    for name, text, languages in rows:
        profiles = {}
        for language in languages:
            profiles.update(of(text, language))
        out.write((json.dumps({"id": name, "text": text, "profiles": profiles}, ensure_ascii=False) + "\n").encode())
