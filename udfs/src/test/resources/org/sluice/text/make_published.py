"""Writes published-examples.jsonl.gz: texts, scores and verdicts that the peers' own tests state, transcribed by hand.

Run in this folder. A line is {profile, test, text} with some of: lang, limits, reason (null: kept), kept (the text
that stays), scores ({name: value}), between ({name: [low, high]}: a filter keeps the text at the limit high and
refuses it at the limit low).

datatrove tests/pipeline/filters/test_filters.py; dolma tests/python/test_gopher.py; DCLM tests/baselines/mappers;
NeMo Curator tests/stages/text/modules/test_filters.py; TensorFlow Datasets text/c4_utils_test.py (Apache-2.0, DCLM MIT).
"""
import gzip
import json

FACTS = []


def fact(profile, test, text, **more):
    FACTS.append({"profile": profile, "test": test, "text": text, **more})


FRODO = ("I wish it need not have happened in my time,' said Frodo. 'So do I,' said Gandalf, 'and so do all who live to "
         "see such times. But that is not for them to decide. All we have to decide is what to do with the time that is "
         "given us.'")


def datatrove():
    p = "gopher-repetition@datatrove"
    groot = "I am groot.{0}You are a wizard.{0}I am your father.{0}"
    for text, reason in [
        ("I am your father.\n" * 4, "dup_line_frac"),
        ("I am your father.\n\n" * 4, "dup_para_frac"),
        (groot.format("\n\n") + ("x" * 30 + ".\n\n") * 2, "dup_para_char_frac"),
        (groot.format("\n") + ("x" * 40 + ".\n") * 2, "dup_line_char_frac"),
        ("I am Frank, I am Frank, I am Frank", "top_2_gram"),
        ("I am Frank, you are Jhon. I am Frank. I am Frank you are Jhon", "top_3_gram"),
        ("I am a solo traveller " * 4 + FRODO, "duplicated_5_n_grams"),
        ("", "empty"),
    ]:
        fact(p, "test_gopher_repetition", text, reason=reason)
    p = "gopher-quality@datatrove"
    for text, reason in [
        ("I am too small...", "gopher_short_doc"),
        ("I am " * 20, "gopher_below_avg_threshold"),
        ("interconnection " * 20, "gopher_above_avg_threshold"),
        ("# comment " * 20, "gopher_too_many_hashes"),
        ("... comment " * 20, "gopher_too_many_ellipsis"),
        ("the ./!*?<><> apple <?////> orange  ++ interconnection !<>??? have" * 20, "gopher_below_alpha_threshold"),
        (FRODO, None),
    ]:
        fact(p, "test_gopher_quality", text, limits={"min_doc_words": 10, "max_doc_words": 1000}, reason=reason)
    p = "c4@datatrove"
    fact(p, "test_keeps_quality_text",
         "This is a well-written paragraph with several sentences.\n"
         "The content continues with more good information here.\n"
         "Another important point is being made in this line.\n"
         "We can see that this document has quality content.\n"
         "Finally, the conclusion wraps everything up nicely.\n"
         "An additional sentence to ensure we pass the threshold.", reason=None)
    fact(p, "test_rejects_lorem_ipsum",
         "This is a sentence with lorem ipsum dolor sit amet.\n"
         "Another sentence with proper punctuation.\n"
         "More content to fill out the document.\n"
         "Even more content is needed to pass the check.\n"
         "The final sentence of the document.", reason="lorem_ipsum")
    fact(p, "test_rejects_curly_bracket",
         "This is some code with a { bracket.\n"
         "Another sentence follows this one.\n"
         "More content to fill out the document.\n"
         "Even more content is needed to pass.\n"
         "The final sentence of the document.", reason="curly_bracket")
    fact(p, "test_rejects_too_few_sentences", "Just one sentence.", reason="too_few_sentences")
    fact(p, "test_removes_policy_lines_from_text",
         "This site uses cookies for tracking.\nAnother valid line here today.",
         limits={"min_num_sentences": 0, "min_words_per_line": 0}, reason=None, kept="Another valid line here today.")
    p = "c4-paragraph@datatrove"
    fact(p, "test_keeps_doc_with_long_paragraphs", "\n".join(["x" * 250] * 3), reason=None)
    fact(p, "test_rejects_short_paragraphs", "short\nshort\nshort", reason="< 3 paragraphs")
    p = "fineweb@datatrove"
    fact(p, "test_rejects_empty_doc", "", reason="empty")
    fact(p, "test_rejects_low_punctuation_ratio", "No punctuation here\nAnother line without any\nStill nothing",
         limits={"line_punct_thr": 0.5}, reason="line_punct_ratio")
    fact(p, "test_rejects_mostly_short_lines", "hi.\nbye.\nok.\nno.\nyes.",
         limits={"short_line_thr": 0.5, "short_line_length": 30, "line_punct_thr": 0}, reason="short_line_ratio")
    fact(p, "test_keeps_quality_text",
         "This is a well-written paragraph that ends with proper punctuation.\n"
         "The content here is substantial and has meaningful information.\n"
         "Quality filtering ensures that only the best documents pass through.\n"
         "Each line here is long enough and ends with a terminal punctuation mark.\n"
         "This document should pass all the quality checks applied by the filter.", reason=None)


def dolma():
    quality, repetition = "gopher-quality@dolma", "gopher-repetition@dolma"
    none = {"symbol_to_word_ratio": 0, "fraction_of_words_with_alpha_character": 1, "required_word_count": 0,
            "fraction_of_lines_starting_with_bullet_point": 0, "fraction_of_lines_ending_with_ellipsis": 0}
    unique = {"fraction_of_duplicate_lines": 0, "fraction_of_characters_in_duplicate_lines": 0}
    top = "fraction_of_characters_in_most_common_%dgrams"
    short = "This is a test."
    fact(quality, "test_predict_short", short, scores={"word_count": 4, "median_word_length": 3, **none})
    fact(repetition, "test_predict_short", short,
         scores={top % 2: 0.5, top % 3: 0.5833333333333334, top % 4: 1, **unique})
    lines = "This is a sentence. \n  \n This is another sentence.\n\n  This is a third sentence."
    fact(quality, "test_predict_multiline", lines, scores={"word_count": 13, "median_word_length": 4, **none})
    repeated = {f"fraction_of_characters_in_duplicate_{n}grams": 0 for n in range(5, 11)}
    fact(repetition, "test_predict_multiline", lines,
         scores={top % 2: 0.3050847457627119, top % 3: 0.23728813559322035, top % 4: 0.2711864406779661, **unique, **repeated})
    fact(quality, "test_word_count_is_whitespace_sep", "T h i s \n    \n\n\n    isoneword !!!", scores={"word_count": 6})
    fact(quality, "test_required_word_count", "The.and.that", scores={"required_word_count": 0})
    fact(quality, "test_required_word_count", "The and that", scores={"required_word_count": 2})


def dclm():
    p = "gopher-repetition@dclm"
    t = "test_repetition_filter"
    hello = "Hello, World.\nHello, World.\n\nHello"
    fact(p, t, "Hello\nHello\n\n\n\n\nHello", scores={"duplicate_lines": 1, "duplicate_line_characters": 1})
    fact(p, t, hello, scores={"duplicate_lines": 2 / 3, "duplicate_line_characters": 26 / 31})
    fact(p, t, "Hello, World.\n\nHello, World.\n\nHello, World.\nHello",
         scores={"duplicate_paragraphs": 2 / 3, "duplicate_paragraph_characters": 26 / 45})
    fact(p, t, "hello world hello world hello world",
         between={"top_2_gram": [0.99, 9], "top_3_gram": [0.99, 9], "top_4_gram": [0.99, 9]})
    fact(p, t, "hello      world hello apple.... world hello\n world hello",
         scores={"top_2_gram": 30 / 40, "top_3_gram": 30 / 40})
    fact(p, t, "a b a b a b ab cd ab cd ab cd abc def abc def", scores={"top_2_gram": 12 / 30})
    fact(p, t, "a b a b a b abc def abc def ab cd ab cd ab cd", scores={"top_2_gram": 12 / 30})
    fact(p, t, "hello world hello\n world hello. apple world hello world hello world hello world",
         scores={"duplicate_5_grams": 60 / 65})
    t = "test_massive_web_repetition_filters"
    fact(p, t, "This is a complex sentence with unique words.\n Here is another one.", reason=None)
    fact(p, t, "This is a complex sentence with unique words.\n"
         "Here is another one.\n We can say a lot of things, because we want this page to not be filtered out.\n"
         "However, in order to make sure all parts of the code are reached,\nwe craete a long n-gram that is repeated:\n"
         "a complex sentence with unique words.\nNow just making sure that the freq count is low enough so it will not filter out anything.\n"
         "Since our n-gram is quite long, need to add a lot of text here in order to verify it is indeed not filtered out. I hope that is enough.\n"
         "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore et dolore magna aliqua. "
         "Ut enim ad minim veniam, quis nostrud exercitation ullamco laboris nisi ut aliquip ex ea commodo consequat.", reason=None)

    p = "gopher-quality@dclm"
    t = "test_page_length_filter"
    for text, words in [("Hello world.", 2), ("Hello world. \n This is a test.", 6), ("Hello world. \n\n This is a test.", 6),
                        ("Hello world. \n\n\n \n\n\n This is a test.", 6), ("Mr. Smith bought 2.5 kilograms of fruit.", 7)]:
        fact(p, t, text, scores={"page_length_filter": words})
    t = "test_ellipsis_count_filter"
    for e in ["...", ". . .", "\u2026"]:
        name = "ellipsis_count_filter"
        fact(p, t, f"This text has one line that ends with an ellipsis{e}\n and one line that doesn't.", between={name: [0.49, 0.51]})
        fact(p, t, f"This text has one{e}line that ends with an ellipsis{e}and one line that doesn't.", between={name: [-1, 0.01]})
        fact(p, t, f"This text has one{e}{e}\n{e}line that ends with an ellipsis{e}\nand one line that doesn't.", between={name: [0.66, 0.67]})
    t = "test_bullet_count_filter"
    for a in "●•*-":
        for b in "●•*-":
            name = "bullet_count_filter"
            fact(p, t, f"{a} This text has two lines\n{b} that start with a bullet\n and one line that doesn't.", between={name: [0.66, 0.67]})
            fact(p, t, f"This text has two lines{b} that start with a bullet{a}\n and one line that doesn't.", between={name: [-1, 0.01]})
    t = "test_stop_word_filter"
    fact(p, t, "The best of the best", between={"stop_word_filter": [2, 3]})
    fact(p, t, "the be to of and that have with", scores={"stop_word_filter": 8})
    fact(p, t, "Then Tom and Sally withheld bees", between={"stop_word_filter": [-1, 1]})
    t = "test_word_length_filter"
    fact(p, t, "The average word length is 4.33", between={"word_length_filter": [4, 5]})
    fact(p, t, "The cat in the hat", between={"word_length_filter": [0, 2.99]})
    fact(p, t, "Loquaciousness verylongwords", between={"word_length_filter": [10, 99]})
    t = "test_symbol_ratio_filter"
    name = "symbol_ratio_filter"
    fact(p, t, "No symbols here.", scores={name: 0})
    fact(p, t, "#hashtags #on #every #word", between={name: [0.1, 1]})
    fact(p, t, "#hashtags and ellipses both count...", between={name: [0.3, 9]})
    fact(p, t, "#hashtags and ellipses both count\u2026", between={name: [0.3, 9]})
    fact(p, t, "#hashtags and ellipses both count. . .", between={name: [0.25, 9]})
    t = "test_alphabetic_word_ratio_filter"
    name = "alphabetic_word_ratio_filter"
    fact(p, t, "This sentence contains <1,000 non-alphabetic w0rd5 within it but >1.", between={name: [0.1, 0.2]})
    fact(p, t, "This sentence contains <1,000     non-alphabetic \nw0rd5 within it but >1.", between={name: [0.1, 0.2]})

    p = "refinedweb-lines@dclm"
    loose = {"max_removed": 1}
    for noun in ["likes", "shares", "comments", "retweets", "reposts", "quotes", "bookmarks", "upvotes", "downvotes",
                 "downloads", "views", "followers"]:
        fact(p, "test_counter_line_modifier",
             f"3 {noun}\n3,000 {noun}\n123K {noun}!\n 5.1M   {noun}  \nThis line does not contain a counter.",
             limits=loose, reason=None, kept="This line does not contain a counter.")
    fact(p, "test_counter_line_modifier", "123K quotes\n\nHello, World.\n\nHello, World with 3 views.\n3 views",
         limits=loose, reason=None, kept="Hello, World.\n\nHello, World with 3 views.")
    upper = "HELLO WORLD\n\nhello world\nHello, World\n\nHello, world"
    for limit, kept in [(1, upper), (2 / 12, "hello world\nHello, World\n\nHello, world"), (1 / 12, "hello world\n\nHello, world"),
                        (0, "hello world")]:
        fact(p, "test_uppercase_ratio_line_modifier", upper, limits={**loose, "max_uppercase": limit}, reason=None, kept=kept)
    digits = "1a\n\n2bb\n\n3cc\nabcd"
    for limit, kept in [(1, digits), (0.5, digits), (1 / 3, "2bb\n\n3cc\nabcd"), (0, "abcd")]:
        fact(p, "test_numeric_ratio_line_modifier", digits, limits={**loose, "min_words": 0, "max_digits": limit}, reason=None, kept=kept)
    cart = "You have 7 items in cart right now but you can add more by clicking back onto the homepage."
    fact(p, "test_substring_line_modifier", "You have 7 items in cart right now\n  items in cart  \n" + cart,
         limits=loose, reason=None, kept="You have 7 right now\n" + cart)
    sign = ("This is an article about how to sign-in.\n\nsign-in at this page by providing your username and password. "
            "If you forget your password you may contact a site administrator.")
    fact(p, "test_substring_line_modifier", "sign-in for full access\nsign-in  \n" + sign, limits=loose, reason=None,
         kept="for full access\n" + sign)
    more = ("Read more...and find out!\n\nThis is a short summary about the article, which can be expanded upon if you wish. "
            "Read more...")
    fact(p, "test_substring_line_modifier", "Please read more...\n  read more...\n" + more, limits={**loose, "min_words": 0},
         reason=None, kept="Please\n" + more)


def nemo():
    p = "gopher-quality@nemo"

    def judged(test, name, limit, kept, refused, at_least=False):
        for texts, keeps in [(kept, True), (refused, False)]:
            for text in texts:
                low = keeps == at_least  # a minimum keeps what is at it or above, a maximum what is at it or below
                inside = [limit - 1e-9, 1e9] if low else [-1, limit]
                outside = [limit, 1e9] if not at_least else [-1, limit - 1e-9]
                fact(p, test, text, between={name: inside if keeps else outside})

    judged("test_nonalpha", "NonAlphaNumericFilter", 0.25, ["This is a test case.", "$aaa"], ["%$^%$^%$&^$()))))"])
    judged("test_symbolswords", "SymbolsToWordsFilter", 0.1, ["full of words", "barely ok 3 4 5 6 7 8 9 #"],
           ["mixed bag ... #", "... # ... # #"])
    judged("test_numbers", "NumbersFilter", 0.1, ["purely letters", "$!@$@!$!@", "abcdefghi1"], ["34134543"])
    judged("test_urls", "UrlsFilter", 0.2, ["no urls here!", "$!@$@!$!@",
           "bunch of other words with url afdsjafidsaofjbwreowihfdsafbdashuoiotauhiofdafdsafd fdasfdafdsafdsafdsafdsafdsafdsa "
           "https://www.nvidia.com/en-us/ something else after the url etc more and more"],
           ["https://www.nvidia.com/en-us/", "words with url https://www.nvidia.com/en-us/"])
    judged("test_bullets", "BulletsFilter", 0.9,
           ["good", "50 \n ⦾ 50", "⁌ this \n⁌ should \n⁌barely \n⁌pass \n⁌5 \n⁌6 \n⁌7 \n⁌8 \n⁌9 \n done!"], ["• not good"])
    judged("test_whitespace", "WhiteSpaceFilter", 0.25, ["good", "123\b"], ["\t\n\r", "50%\n\n\n"])
    judged("test_parentheses", "ParenthesesFilter", 0.1, ["this is completely absolutely fine", "123456789("], ["()", "(not good)"])
    judged("test_longword", "LongWordFilter", 4, ["tiny"], ["large"])
    for text, words in [("one", 1), ("two words", 2), ("$#@$ %$@$#@ !#@!", 3), ("one two three four five", 5)]:
        fact(p, "test_wordcount", text, scores={"WordCountFilter": words})
    for text in ["你好。", "我喜欢学习中文。"]:
        fact(p, "test_wordcount_zh", text, lang="zh", between={"WordCountFilter": [1, 5]})
    judged("test_boilerplate", "BoilerPlateStringFilter", 0.4,
           ["nothing\t here", "1\n\n2\n\n3\n\n4\n\n5\n\n6\n\nterms of use\n\n privacy policy\n\n cookie policy\n\nuses cookies"],
           ["too much \n\n privacy & cookies policy"])
    for text in ["superlongword short", "evenly balanced"]:
        fact(p, "test_meanwordlength", text, between={"MeanWordLengthFilter": [2.99, 10]})
    fact(p, "test_meanwordlength", "aa", between={"MeanWordLengthFilter": [0, 2.99]})
    fact(p, "test_meanwordlength", "waytoolongforasingleword", between={"MeanWordLengthFilter": [10, 99]})
    judged("test_punctuation", "PunctuationFilter", 0.8, ["good.", "just\n barely\n fine\n ok\n yep."], ["not good"])
    judged("test_ellipsis", "EllipsisFilter", 0.8, ["good.", "just...\n barely...\n fine...\n ok...\n yep."], ["not good..."])
    judged("test_commonenglishwords", "CommonEnglishWordsFilter", 2, ["the and", "the and and of to"], ["uncommon"], at_least=True)
    judged("test_wordswithoutalphabets", "WordsWithoutAlphabetsFilter", 0.8, ["totally fine", "good good good good !"], ["@"],
           at_least=True)

    p = "gopher-repetition@nemo"
    judged("test_repeatedlines", "RepeatedLinesFilter", 0.7, ["totally unique"], ["half.\nhalf."], at_least=True)
    judged("test_repeatedparagraphs", "RepeatedParagraphsFilter", 0.7, ["totally unique"], ["half.\n\nhalf."], at_least=True)
    huge = "super very incredibly huge long duplicate."
    judged("test_repeatedlineschar", "RepeatedLinesByCharFilter", 0.8, ["totally unique", "a.\na.\nvery very very short duplicate."],
           ["half.\nhalf.", f"{huge}\n{huge}\na.\nb.\nc."], at_least=True)
    judged("test_repeatedparagraphschar", "RepeatedParagraphsByCharFilter", 0.8,
           ["totally unique", "a.\n\n  a.\n\n  very very very short duplicate."],
           ["half.\n\nhalf.", f"{huge}\n\n{huge}\n\n  a.\n\n  b.\n\n  c."], at_least=True)
    judged("test_repeatingtopngrams", "RepeatingTop2GramsFilter", 0.2,
           ["this is a totally fine sentence with no repeat ngrams so we are ok", "totally fine small dupe a b a b"],
           ["a b . a b", "a a a a a a"])


def tfds():
    p = "c4@tfds"
    fact(p, "test_clean_page",
         "This line has enough words and ends in punctuation, Dr. Roberts!\n"
         "Economic History | All Institutions | Open Access Articles | Digital Commons Network\n"
         "\"Open Access. Powered by Scholars. Published by Universities.\"\n"
         "Digital Commons Network\u2122/ Social and Behavioral Sciences...\n"
         "Too few words.\n"
         "You need to enable javascript in your browser in order to see this page.\n"
         "You have JavaScript disabled and that means you can't see this page.\n"
         "Adam Roberts has a cookie policy: always eat them.\n"
         "Colin has a privacy policy: don't share people's secrets.\n"
         "You'd better follow our terms of use!\n", reason=None,
         kept="This line has enough words and ends in punctuation, Dr. Roberts!\n"
              "\"Open Access. Powered by Scholars. Published by Universities.\"")
    fact(p, "test_clean_page_toofewsentences",
         "This first line has one sentence.\nThis line looks like it has three sentences...but it's actually just 1.",
         reason="too_few_sentences")
    fact(p, "test_clean_page_squigglybracket",
         "This page starts out with some text.\nEverything looks good at first, since these are sentences.\n"
         "But then, all of a sudden, there's a bunch of code like the next block.\nfn foo(a) { bar = a + 10; }.",
         reason="curly_bracket")
    fact(p, "test_clean_page_loremipsum",
         "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore et dolore magna aliqua.\n"
         "Ut enim ad minim veniam, quis nostrud exercitation ullamco laboris nisi ut aliquip ex ea commodo consequat.",
         reason="lorem_ipsum")
    fact(p, "test_clean_page_citations",
         "This page has some text.\nSome lines don't end with punctuation\nAnd some of these lines end with citations.[3]\n"
         "Or have requested citations[citation needed]. Or the option to edit.[edit]\n", reason=None,
         kept="This page has some text.\nAnd some of these lines end with citations.\n"
              "Or have requested citations. Or the option to edit.")
    fact(p, "test_clean_page_policy",
         "This page has with some text. So, that's good!\nBut at the end it has some polciy lines.\n"
         "This line mentions the Terms of Use.\nThis line should be okay.\n"
         "The privacy policy is mentioned in this line.\nLet's talk about the Cookie Policy now.\n", reason=None,
         kept="This page has with some text. So, that's good!\nBut at the end it has some polciy lines.\n"
              "This line should be okay.")


for peer in (datatrove, dolma, dclm, nemo, tfds):
    peer()
with gzip.GzipFile("published-examples.jsonl.gz", "wb", mtime=0) as out:
    for line in FACTS:
        out.write((json.dumps(line, ensure_ascii=False) + "\n").encode())
print(len(FACTS), "facts")
