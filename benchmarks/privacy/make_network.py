"""Makes the Chinese networks of the name tagger from Baidu's LAC, and the golden of their numbers.

  pip download --no-deps --no-binary :all: LAC==2.1.2 jieba==0.42.1    # and unpack both
  python make_network.py LAC-2.1.2 jieba-0.42.1 ../../udfs/src

LAC 2.1.2 (Apache-2.0) is a network over words and letters, lac_small of jieba 0.42.1 (MIT) one over letters (Jiao, Sun, Sun
2018, arXiv:1807.01882): two layers of bidirectional gated recurrent units and a conditional random field. Weights are
rounded to a byte each, with a scale for each row. The golden has the probabilities with the rounded weights, by numpy.
"""

import gzip
import math
import pathlib
import struct
import sys

import numpy as np

FORMAT = 1
HIDDEN = 128
GOLDEN = [
    "记者王小明昨日在上海采访了导演李建国。",
    "阿森纳主教练温格对卡卡的表现表示满意，",
    "我用iPhone在Twitter上关注了Bill Gates！",
    "萬科集團的郁亮說：「𠮷野家」不賣。",
]


def parameter(file):
    """A tensor as PaddlePaddle's save_params writes it."""
    data = file.read_bytes()
    levels, at = struct.unpack_from("<Q", data, 4)[0], 12
    for _ in range(levels):
        at += 8 + struct.unpack_from("<Q", data, at)[0]
    size, = struct.unpack_from("<i", data, at + 4)
    at += 8 + size
    return np.frombuffer(data, "<f4", offset=at)


def pairs(file):
    for line in file.read_text(encoding="utf-8").split("\n"):
        fields = line.split("\t")
        if len(fields) == 2:
            yield fields


def words_and_letters(folder):
    """LAC's units (text to row), its words (with their frequency), and the row of what is unknown."""
    rows = {word: int(row) for row, word in pairs(folder / "word.dic")}
    same = dict(pairs(folder / "q2b.dic"))
    unknown = rows["OOV"]
    units = {word: rows.get(same.get(word, word), unknown) for word in rows}
    for letter, other in same.items():
        units.setdefault(letter, rows.get(other, unknown))
    lines = (folder / "small_seg.dic").read_text(encoding="utf-8").split("\n")
    return units, {word: int(count) for word, count in (line.split(" ") for line in lines if line)}, unknown


def letters(folder):
    """The same of the network over letters: without words, and capital and wide Latin letters are like small ones."""
    rows = {word: int(row) for row, word in pairs(folder / "word.dic")}
    units = {word: row for word, row in rows.items() if len(word) == 1}
    for code in range(0x21, 0x7F):
        small = chr(code).lower()
        for letter in (chr(code), chr(code + 0xFEE0)):
            units[letter] = rows.get(small, rows["OOV"])
    return units, {}, rows["OOV"]


def rounded(matrix):
    """(scales, bytes) of the rows."""
    scales = np.maximum(np.abs(matrix).max(axis=1) / 127, 1e-12).astype(np.float32)
    return scales, np.rint(matrix / scales[:, None]).astype(np.int8)


class Network:
    def __init__(self, dictionaries, read, weights):
        get = lambda name: parameter(weights / name)
        self.units, self.words, self.unknown = read(dictionaries)
        labels = {int(number): label for number, label in pairs(dictionaries / "tag.dic")}  # of two for one the second
        self.labels = [labels[number] for number in range(len(labels))]
        self.embeddings = rounded(get("word_emb").reshape(-1, HIDDEN))
        self.layers = []
        for k in range(4):
            recurrent = get(f"gru_{k}.w_0")
            gates, state = np.split(recurrent, [2 * HIDDEN * HIDDEN])
            self.layers.append((
                rounded(get(f"fc_{k}.w_0").reshape(-1, 3 * HIDDEN)), get(f"fc_{k}.b_0") + get(f"gru_{k}.b_0"),
                rounded(gates.reshape(HIDDEN, -1)), rounded(state.reshape(HIDDEN, -1))))
        self.out = rounded(get("fc_4.w_0").reshape(2 * HIDDEN, -1)), get("fc_4.b_0")
        self.transitions = get("crfw").reshape(-1, len(self.out[1]))  # first, last, then label after label


def write(network, out):
    data = []
    number = lambda value: data.append(struct.pack(">i", value))
    floats = lambda values: data.append(np.asarray(values, ">f4").tobytes())

    def text(value):
        codes = value.encode("utf-16-be")  # Java's readUTF wants each half of a pair by itself
        halves = "".join(chr(code) for code, in struct.iter_unpack(">H", codes))
        encoded = halves.encode("utf-8", "surrogatepass")
        data.append(struct.pack(">H", len(encoded)) + encoded)

    def matrix(value):
        scales, weights = value
        number(weights.shape[0]), number(weights.shape[1]), floats(scales), data.append(weights.tobytes())

    number(FORMAT), number(HIDDEN)
    for table in (network.units, network.words):
        number(len(table))
        for word in sorted(table):
            text(word), number(table[word])
    number(network.unknown)
    matrix(network.embeddings)
    for inputs, bias, gates, state in network.layers:
        matrix(inputs), floats(bias), matrix(gates), matrix(state)
    matrix(network.out[0]), floats(network.out[1])
    number(len(network.labels))
    for label in network.labels:
        text(label)
    floats(network.transitions.reshape(-1))
    with gzip.GzipFile(out, "wb", mtime=0) as file:
        file.write(b"".join(data))


# The same in numpy, for the golden


def cut(network, text):
    """Units of the likeliest words; of those that are no unit, the letters."""
    if not network.words:
        return list(text)
    total = math.log(sum(network.words.values()))
    best = {len(text): (0.0, 0)}
    for i in range(len(text) - 1, -1, -1):
        ends = [i + 1] + [i + n for n in range(1, 18) if i + n <= len(text) and text[i:i + n] in network.words]
        best[i] = max((math.log(network.words.get(text[i:j], 1)) - total + best[j][0], j) for j in ends)
    found, i, run = [], 0, ""
    while i < len(text):
        word = text[i:best[i][1]]
        if len(word) == 1 and word.isascii() and word.isalnum():
            run += word
        else:
            found, run = found + [run] * bool(run) + [word], ""
        i += len(word)
    found += [run] * bool(run)
    return [unit for word in found for unit in ([word] if word in network.units else word)]


def dense(value):
    scales, weights = value
    return weights.astype(np.float64) * scales[:, None]


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def recur(x, layer, order):
    inputs, bias, gates, state = layer
    before = x @ dense(inputs) + bias
    gates, state = dense(gates), dense(state)
    h, out = np.zeros(HIDDEN), np.zeros((len(x), HIDDEN))
    for t in order(range(len(x))):
        update, reset = np.split(sigmoid(before[t, :2 * HIDDEN] + h @ gates), 2)
        h = (1 - update) * h + update * np.tanh(before[t, 2 * HIDDEN:] + (reset * h) @ state)
        out[t] = h
    return out


def marginals(network, cuts):
    x = dense(network.embeddings)[[network.units.get(unit, network.unknown) for unit in cuts]]
    for k in (0, 2):
        x = np.concatenate([recur(x, network.layers[k], iter), recur(x, network.layers[k + 1], reversed)], axis=1)
    scores = x @ dense(network.out[0]) + network.out[1]
    first, last, after = network.transitions[0], network.transitions[1], network.transitions[2:]
    sum_exp = lambda values, axis: np.logaddexp.reduce(values.astype(np.float64), axis=axis)
    forward, backward = [first + scores[0]], [last]
    for score in scores[1:]:
        forward.append(sum_exp(forward[-1][:, None] + after, 0) + score)
    for score in scores[:0:-1]:
        backward.insert(0, sum_exp(after + score + backward[0], 1))
    total = sum_exp(forward[-1] + last, 0)
    return np.exp(np.array(forward) + np.array(backward) - total)


def golden(network, name):
    """A line a text: the network, the text, its units, and for each unit the three likeliest labels."""
    for text in GOLDEN:
        cuts = cut(network, text)
        likely = []
        for row in marginals(network, cuts):
            best = sorted(range(len(row)), key=lambda label: -row[label])[:3]
            likely.append(",".join(f"{label}:{row[label]:.5f}" for label in best))
        yield "\t".join([name, text, " ".join(cuts), " ".join(likely)]) + "\n"


def main(lac, jieba, sources):
    package = "resources/org/sluice/text/privacy/ner/network"
    folder = lac / "LAC/lac_model"
    small = jieba / "jieba/lac_small"
    networks = {
        "lac": Network(folder / "conf", words_and_letters, folder / "model"),
        "lac-small": Network(small, letters, small / "model_baseline"),
    }
    with open(sources / "test" / package / "golden.tsv", "w", encoding="utf-8") as file:
        for name, network in networks.items():
            write(network, sources / "main" / package / (name + ".bin"))
            file.writelines(golden(network, name))


if __name__ == "__main__":
    main(*map(pathlib.Path, sys.argv[1:]))
