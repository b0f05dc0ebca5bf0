#!/usr/bin/env python3
"""Renders small Jinja templates with transformers' own environment and writes what they give.

    python make_snippets.py > snippets.jsonl        (pip install transformers==5.23.0 jinja2==3.1.6)

Each line: {"template", "output"} or {"template", "error": {"kind", "type", "message"}}. All templates see
the same variables, which stand in data.json beside this file.
"""
import datetime, json, os, sys

import jinja2
from transformers.utils import chat_template_utils as ctu

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = json.load(open(os.path.join(HERE, "data.json"), encoding="utf-8"))


class Clock(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return datetime.datetime(2024, 2, 9, 14, 5, 3)


ctu.datetime = Clock
SNIPPETS = []


def exprs(text):
    """One template {{ ... }} for each line."""
    SNIPPETS.extend("{{ " + line + " }}" for line in text.strip().split("\n"))


def whole(*templates):
    SNIPPETS.extend(templates)


# literals, printing
exprs(r"""
1
-1
1.0
1e5
1e16
1e22
123456789012345680.0
1.5e-7
0.0001
0.00001
0.1 + 0.2
100.0 / 3
1_000_000
0x1F
0b101
0o17
12345678901234567890 * 98765432109876543210
-7 // 2
-7 % 3
7 % -3
-7.5 // 2
7.5 % -2
2 ** 10
2 ** -1
2 ** 0.5
10 / 4
10 / 5
1 / 0
1 // 0
1 % 0
true + true
true * 3
1.0 * 3
none
[none, true, false, 1, 1.0, 'a', "it's", 'say "x"', 'both \' and "']
[1, [2, (3,)], {'a': 1, 2: [3]}, ()]
{'k': none, 'j': {'x': 1.0}}
{1: 'a', true: 'b', 1.0: 'c'}
{}
[]
(1, 2)
(1,)
()
1, 2
'a' 'b' "c"
'\n\t\\\x41\u4e00\U0001f642\101\q'
'\é'
['\n\t\r\x00\x7f\xa0\u200b\u2028\ufeff', '日本🙂é']
'line\
continued'
"a\"b"
'\N{GREEK SMALL LETTER ALPHA}'
[1e400, -1e400]
1e308 * 10
- 5
+5
--5
not not 1
+'a'
-'a'
-none
""")
# operators
exprs(r"""
1 + 2 * 3
(1 + 2) * 3
1 ~ 2 + 3
'a' ~ 1 + 2
1 + 2 ~ 3
2 ** 3 ** 2
-2 ** 2
-2|abs
(-2)|abs
-1.5|string ~ 'x'
not 1 == 2
1 < 2 < 3
1 < 2 > 3
1 == 1.0 == true
3 > 2 > 1 != 4
'a' < 'b'
'a' < 1
none < 1
[1,2] < [1,3]
(1,2) < (1,2,3)
[1] < ['a']
{} < {}
'🙂' < '\uffff'
1 in [1,2]
1 not in [1,2]
'a' in 'abc'
1 in 'abc'
'a' in {'a': 1}
'b' in 5
[1] in [[1]]
missing in [1]
'x' in missing
missing == missing
missing == none
none == none
1 == '1'
[1,2] == [1,2]
[1] == (1,)
{'a':1} == {'a':1.0}
'a' + 'b'
'a' + 1
1 + 'a'
'a' + none
none + 'a'
[1] + [2]
[1] + (2,)
(1,) + (2,)
'ab' * 3
3 * 'ab'
[1] * 2
'a' * -1
'a' * 1.5
'a' * 'b'
[1] - [1]
1 and 2
0 and 2
0 or 'x'
'' or none or 0
not ''
not missing
1 if true
1 if false
(1 if false) is defined
1 if false else 2
1 if 0 else 2 if 0 else 3
'a' if missing else 'b'
(missing if true else 1) is defined
missing ~ 'a'
missing + 'a'
'a' + missing
missing - 1
1 * missing
-missing
missing[0]
missing.x
missing()
missing < 1
1 < missing
1e400 == 1e400
1e400 - 1e400
(1e400 - 1e400) == (1e400 - 1e400)
2 in range(5)
range(5)
range(2, 10, 3)|list
range(5, 0, -2)|list
range(0)
range(1000000)
range(100001)
range(100000)|length
range(1, 2, 0)
range('a')
range(3)[1]
range(10)[2:5]
range(10)[::-2]|list
""")
# access
exprs(r"""
user.name
user['name']
user.missing
user['missing']
user.missing.more
user.items
user.items()
user.keys()
user.values()
user.keys()|list
user.get('name')
user.get('nope')
user.get('nope', 'dflt')
user.get()
user.get('a', 'b', 'c')
user.get(key='a')
user.pop('name')
user.update({'a': 1})
user.setdefault('a', 1)
user.clear
user.copy()
user.__class__
user.__class__.__mro__
user['__class__']
user._private
user|attr('name')
user|attr('items')
user|attr('__class__')
user|attr('get')
odd.items
odd['items']
odd.get
odd['get']
nums.append(1)
nums.append
nums.index(3)
nums.index(33)
nums.count(1)
nums.copy()
nums.sort()
nums[0]
nums[-1]
nums[10]
nums[1.5]
nums['x']
nums.0
nums.10
nums[true]
nums[none]
nums.length
nums[1:3]
nums[:2]
nums[-2:]
nums[::-1]
nums[::2]
nums[3:0:-1]
nums[10:]
nums[-100:100]
nums[1:3:0]
nums['a':]
nums[none:2]
text[0]
text[-1]
text[1:4]
text[::-1]
text[100]
text[100:]
emoji[0]
emoji[1]
emoji[0:3]
emoji[::-1]
emoji|length
emoji|list
user[1:2]
user.none[1:2]
none.x
none[0]
5[0]
5.x
(5).real
(5).numerator
5.5|int
(5.0).is_integer()
true.real
nums[0].foo.bar
user.tags[0]
user.tags[0][0]
user['tags'][-1]
user.tags.0
(1,2,3)[1]
(1,2,3)[::-1]
(1,2).count(1)
(1,2).index(2)
{'a': {'b': [1, {'c': 'deep'}]}}.a.b[1].c
{1: 'one'}[1]
{1: 'one'}['1']
{[1]: 2}
{(1,2): 3}[(1,2)]
user[[1]]
user[missing]
dict(a=1, b=2)
dict({'x': 1}, y=2)
dict([(1,2),('a','b')])
dict.fromkeys(['a','b'], 0)
dict(1)
dict([1])
namespace(a=1).a
namespace({'a': 2}).a
namespace(a=1).b
namespace(a=1)
namespace(_a=1)
namespace(a=1)['a']
namespace()|length
namespace()|list
""")
# string methods
exprs(r"""
' x '.strip() ~ '|'
'xxhixx'.strip('x')
'abcba'.lstrip('ab')
'abcba'.rstrip('ab')
'  a  b '.split()
'a,b,c'.split(',')
'a,b,c'.split(',', 1)
'a,b,c'.split(sep=',', maxsplit=1)
'a,b,c'.rsplit(',', 1)
'  a b  c '.split(none, 1)
'  a b  c '.rsplit(none, 1)
''.split()
''.split(',')
'abc'.split('')
'a\nb\r\nc\x0bd\u2028e'.splitlines()
'a\nb\n'.splitlines(true)
'a\n\nb'.split('\n')
'hello'.startswith('he')
'hello'.startswith(('x','h'))
'hello'.startswith('l', 2)
'hello'.endswith('lo', 0, 3)
'hello'.endswith(['lo'])
'hello'.find('l')
'hello'.rfind('l')
'hello'.find('z')
'hello'.index('z')
'hello'.find('l', -2)
'a🙂b🙂c'.find('c')
'hello'.count('l')
'hello'.count('')
'aaa'.count('aa')
'hello'.replace('l', 'L')
'hello'.replace('l', 'L', 1)
'abc'.replace('', '-')
'abc'.replace('', '-', 2)
'🙂x'.replace('', '-')
'hello'.replace('l')
'Hello World'.upper()
'Straße ﬁ'.upper()
'ΑΣ ΣΑΣ'.lower()
'İ'.lower()|length
'hello wORLD'.title()
"it's they're".title()
'ǆ ﬁne'.title()
'hELLO'.capitalize()
'ßx'.capitalize()
'Hello'.swapcase()
'Straße'.casefold()
'a'.center(5, '*')
'ab'.center(5)
'abc'.center(6) ~ '|'
'a'.ljust(3, '.')
'a'.rjust(3, '.')
'a'.rjust(3, '..')
'42'.zfill(5)
'-42'.zfill(5)
'a\tb'.expandtabs()
'a\tb'.expandtabs(4)
'a-b-c'.partition('-')
'a-b-c'.rpartition('-')
'abc'.partition('-')
'abc'.rpartition('-')
'prefix-x'.removeprefix('prefix-')
'x.txt'.removesuffix('.txt')
','.join(['a','b'])
','.join([1])
','.join('abc')
','.join(5)
'abc'.isalpha()
'abc1'.isalnum()
'12'.isdigit()
'²'.isdigit()
'²'.isdecimal()
'½'.isnumeric()
''.isalpha()
' \n'.isspace()
'abc'.islower()
'ABC'.isupper()
'1'.isupper()
'Abc Def'.istitle()
'a_1'.isidentifier()
'é'.isascii()
'\n'.isprintable()
'abc'.strip(1)
'abc'.strip(chars='a')
'abc'.nope()
'abc'.upper(1)
'abc'.upper
'abc'.__len__()
'{} {}'.format(1, 'b')
'{0} {1} {0}'.format('a', 'b')
'{name}'.format(name='x')
'{0.name} {0[name]}'.format(user)
'{0.__class__}'.format(user)
'{:>5}|{:<5}|{:^5}'.format('a', 'b', 'c')
'{:05d} {:x} {:#x} {:b} {:,}'.format(42, 255, 255, 5, 1234567)
'{:.2f} {:e} {:g} {:%}'.format(3.14159, 12345.678, 0.0001, 0.25)
'{:+d} {: d}'.format(5, 5)
'{:*^9}'.format('mid')
'{!r:>6}'.format('a')
'{{}} {}'.format(1)
'{}'.format()
'{x}'.format()
'{'.format()
'}'.format()
'{:d}'.format('a')
'{:s}'.format(1)
'{:>{w}}'.format('a', w=4)
'{:.3}'.format('abcdef')
'{}'.format([1,'a'])
'{:>5}'.format([1])
'{:.1f}'.format(1)
'{:5}|'.format(true)
'{a}'.format_map({'a': 1})
'%s and %d' % ('a', 3)
'%s' % 'x'
'%s' % none
'%s %s' % ('a',)
'%s' % ('a', 'b')
'%5.2f|%-5d|%05d' % (3.14159, 4, 5)
'%x %X %o %e' % (255, 255, 8, 12345.678)
'%(a)s %(b)d' % {'a': 'x', 'b': 2}
'%(a)s' % {'b': 1}
'%r %a' % ('é', 'é')
'100%%' % ()
'100%' % ()
'%d' % 'a'
'%d' % 3.9
'%c' % 65
'%c%c' % ('a', 8364)
'%s' % [1,2]
'%s' % missing
'%z' % 1
'%g %g %g' % (1e10, 0.00001, 123456789.0)
'%10s|%-10s|' % ('a', 'b')
'%.3s' % 'abcdef'
'%+d % d' % (3, 3)
'%*d' % (5, 3)
'%#x' % 255
'abc' % 1
""")
# filters
exprs(r"""
'abc'|upper
none|upper
missing|upper
5|lower
[1,'A']|lower
'hello world'|title
"it's o'neil foo-bar (baz)"|title
'hello WORLD'|capitalize
' x '|trim ~ '|'
'xxaxx'|trim('x')
5|trim
'abc'|replace('b', 'X')
'aaa'|replace('a', 'b', 2)
5|replace('5', 'x')
'abc'|replace('b')
'abc'|length
[1,2]|count
5|length
none|length
missing|length
nums|map('string')|length
user|length
nums|first
nums|last
''|first
[]|first
[]|last
'abc'|first
'abc'|last
user|first
user|last
(nums|map('string'))|last
nums|join
nums|join(', ')
nums|join(d='-')
people|join(', ', attribute='name')
'abc'|join('-')
none|join
5|join
['a', none, true, 1.0]|join('|')
nums|sum
people|sum(attribute='age')
people|sum('age', 10)
['a']|sum
[[1],[2]]|sum(start=[])
nums|min
nums|max
['b','A','c']|min
['b','A','c']|max(case_sensitive=true)
[]|min
people|max(attribute='age')
[1,'a']|max
nums|sort
nums|sort(reverse=true)
['b','A','c']|sort
['b','A','c']|sort(case_sensitive=true)
people|sort(attribute='age')|map(attribute='name')|list
people|sort(attribute='city,age')|map(attribute='name')|list
people|sort(true, attribute='age')|map(attribute='name')|list
[1,'a']|sort
user|sort
'hello'|sort
user|dictsort
user|dictsort(reverse=true)
{'b': 1, 'A': 2}|dictsort
{'b': 1, 'A': 2}|dictsort(true)
{'b': 1, 'A': 2}|dictsort(false, 'value')
{'b': 1, 'A': 2}|dictsort(by='nope')
nums|dictsort
{1: 'a', 'b': 2}|dictsort
['a','A','b',1,1.0,true]|unique|list
people|unique(attribute='city')|map(attribute='name')|list
[[1]]|unique|list
nums|reverse|list
'abc'|reverse
(1,2)|reverse|list
5|reverse
nums|reverse|length
nums|list
'añ🙂'|list
user|list
5|list
none|list
nums|map('string')|list
nums|map('multiply')|list
people|map(attribute='name')|list
people|map(attribute='nope')|list
people|map(attribute='nope', default='-')|list
people|map(attribute='tags.0')|list
people|map()|list
people|map(attribute='name', foo=1)|list
['a','b']|map('upper')|join
['a','b']|map('replace', 'a', 'x')|join
none|map('upper')|list
5|map('upper')|list
nums|select('odd')|list
nums|select('>', 2)|list
nums|reject('even')|list
[0,1,'',none,'a']|select|list
[0,1,'',none,'a']|reject|list
nums|select('nope')|list
people|selectattr('age')|map(attribute='name')|list
people|selectattr('age', '>', 30)|map(attribute='name')|list
people|selectattr('city', 'equalto', 'Oslo')|list|length
people|selectattr('nope', 'defined')|list
people|rejectattr('city', 'eq', 'Oslo')|map(attribute='name')|list
people|rejectattr('nope')|list|length
people|selectattr()|list
(people|selectattr('nope', 'defined')) is true
'y' if people|selectattr('nope', 'defined') else 'n'
people|groupby('city')|list
people|groupby('city')|map('first')|list
people|groupby('nope')|list|length
[1,2,3,4,5]|batch(2)|list
[1,2,3,4,5]|batch(2, 'x')|list
[1,2,3,4,5]|slice(3)|list
[1,2,3,4,5]|slice(3, 'x')|list
user|items|list
nums|items|list
missing|items|list
none|items|list
none|default('d')
missing|default('d')
missing|d
''|default('d', true)
''|default('d', boolean=true)
user.nope|default('x')
user.nope.more|default('x')
5|string ~ 'x'
'5'|int + 1
'5.9'|int
'abc'|int
'abc'|int(7)
'0x1f'|int(base=16)
'ff'|int(0, 16)
'0b11'|int(0, 0)
' 42 '|int
'4_2'|int
'4__2'|int
none|int
true|int
3.99|int
-3.99|int
missing|int
[1]|int
'1e3'|float
'abc'|float
'abc'|float(1.5)
'inf'|float
' 1_0.5 '|float
5|float
none|float
42.55|round
42.55|round(1)
42.45|round(1, 'floor')
42.41|round(1, 'ceil')
2.5|round
3.5|round
0.125|round(2)
1234|round(-2)
5|round
'a'|round
1.5|round(method='nope')
-5|abs
-5.5|abs
'a'|abs
missing|abs
'%s-%s'|format('a', 1)
'%(x)s'|format(x=1)
'%s'|format
'a\nb\n\nc'|indent
'a\nb\n\nc'|indent(2, true)
'a\nb\n\nc'|indent(2, blank=true)
'a\nb'|indent('> ')
'a\nb\n'|indent(2) ~ '|'
''|indent(2, true) ~ '|'
5|indent
none|indent
'hello world foo'|truncate(9)
'hello world foo'|truncate(9, true)
'hello world foo'|truncate(9, false, '…', 0)
'hello world foo'|truncate(12)
'hello'|truncate(2)
'foo bar_baz 12 é'|wordcount
'a'|center(5) ~ '|'
'<a href="x">&\'</a>'|escape
'<b>'|e
'<b>'|safe
'<b>'|safe ~ '<c>'
('<b>'|safe) + '<c>'
'<c>' + ('<b>'|safe)
('<b>'|e) + '<c>'
('%s'|safe) % '<x>'
('<b>'|safe)|upper
('<b>'|safe).replace('b', '<i>')
('<b>'|safe) is string
('<b>'|safe)|tojson
[('<b>'|safe)]
('<b>'|safe)|forceescape
('a'|safe) == 'a'
{'a': 1}[('a'|safe)]
('<b>'|safe)[0]
('a,b'|safe).split(',')
('-'|safe).join(['<', 'b'])
'<p>a  <b>b</b> &lt; c</p>'|striptags
'a b/c?d=é&'|urlencode
{'a b': 'c/d', 'x': 1}|urlencode
[('a', 1)]|urlencode
{'class': 'x', 'n': none, 'm': missing, 'q': '"'}|xmlattr
{'a b': 1}|xmlattr
1|filesizeformat
999|filesizeformat
13000|filesizeformat
1234567|filesizeformat
1234567|filesizeformat(true)
{'b': 1, 'a': [1, 'x']}|pprint
5|nope
user|attr
""")
# tojson
exprs(r"""
user|tojson
user|tojson(indent=2)
user|tojson(indent=0)
user|tojson(indent='\t')
user|tojson(sort_keys=true)
user|tojson(separators=(',', ':'))
user|tojson(separators=[',', ':'])
user|tojson(separators=[','])
user|tojson(true)
user|tojson(ensure_ascii=true)
'é🙂\u2028"\\\n\x00\x1f\x7f</script>&\''|tojson
'é🙂\x7f'|tojson(ensure_ascii=true)
[1, 1.0, 1e100, -3e-07, 1e16, 123456789.123, true, none]|tojson
[]|tojson(indent=2)
{}|tojson(indent=2)
[[], {}, [1]]|tojson(indent=1)
{1: 'a', none: 'b', true: 'c', 1.5: 'd'}|tojson
{(1,): 2}|tojson
{'b': 1, 1: 2}|tojson(sort_keys=true)
(1, 2)|tojson
missing|tojson
range(3)|tojson
user.items()|tojson
(nums|map('string'))|tojson
namespace()|tojson
1e400|tojson
'a'|tojson(indent=-1)
[1]|tojson(indent=-1)
[1]|tojson(nope=1)
user.get|tojson
""")
# tests
exprs(r"""
missing is defined
missing is undefined
missing is not defined
user.nope is defined
user.name is defined
none is none
none is not none
1 is odd
2 is even
'a' is odd
9 is divisibleby 3
9 is divisibleby(2)
'a' is string
1 is number
true is number
1.0 is float
1 is integer
true is integer
true is boolean
true is true
1 is true
0 is false
user is mapping
nums is mapping
nums is sequence
user is sequence
'a' is sequence
5 is sequence
range(2) is sequence
(nums|map('string')) is sequence
missing is sequence
nums is iterable
'a' is iterable
5 is iterable
none is iterable
missing is iterable
user.items() is iterable
(nums|map('string')) is iterable
user.get is callable
range is callable
'a' is callable
missing is callable
'abc' is lower
'ABC' is upper
5 is lower
1 is sameas 1
none is sameas none
1 is sameas 1.0
true is sameas true
nums is sameas nums
1 in nums is true
3 is in nums
3 is in([1])
1 is eq 1
1 is ==(1)
1 is lt 2
2 is gt 3
1 is ne 1
2 is ge 2
1 is equalto 1
'upper' is filter
'nope' is filter
'odd' is test
'<' is escaped
('<'|safe) is escaped
1 is nope
none is None
not 1 is odd
1 is not odd
1 is odd and 2 is even
1 is odd or missing.x
missing is defined and missing.x
nums is string or nums is iterable
user.name is string and user.name|length > 2
1 is odd is true
1 is divisibleby
1 is divisibleby 2 3
1 is odd if true else 3
""")
# globals
exprs(r"""
strftime_now('%Y-%m-%d')
strftime_now('%d %b %Y')
strftime_now('%A, %B %d, %Y %H:%M:%S')
strftime_now('%-d/%-m/%y %I:%M %p')
strftime_now('%e|%j|%a|%U|%W|%V|%u|%w|%%|%c|%x|%X|%D|%F|%T|%R')
strftime_now('%f %Z%z')
strftime_now('%_d %^a %k %l %C %G %g')
strftime_now('é %Q')
strftime_now()
strftime_now is defined
raise_exception('no ' ~ 'way')
raise_exception()
raise_exception(5)
cycler('a', 'b').next()
cycler()
joiner('|')()
nope_function(1)
'abc'()
user()
user.name()
[1](2)
""")
# statements and white space
whole(
    "{% if true %}a{% endif %}b",
    "a\n  {% if true %}\n  b\n  {% endif %}\nc\n",
    "a\n  {%- if true -%}\n  b\n  {%- endif -%}\nc\n",
    "a\n  {%+ if true +%}\n  b\n  {%+ endif +%}\nc\n\n",
    "  {{ 1 }}  \n  {{- 2 -}}  \n 3",
    "{# comment #}\na",
    "x {# comment -#}  \n a",
    "  {#- c -#}  b",
    "  {#+ c +#}\n  b",
    "{% raw %}{{ x }}{% if %}{% endraw %}!",
    "  {%- raw -%}  {{ x }}  {%- endraw -%}  !",
    "a\n{% raw %}\n{{ x }}\n{% endraw %}\nb",
    "  {% raw %}  \n  {% endraw %}  \nb",
    "a\r\nb\rc\n",
    "{{ 'a\r\nb' }}",
    "\n\n",
    "a\n\n\n",
    "",
    "{{ {'a': {'b': 1}}['a']['b'] }}",
    "{{ {'a': {'b': 1}} }}",
    "{%if true%}{{1}}{%endif%}",
    "{%- set x = 1 %}\n{{ x }}",
    "{{ 1 -}}   {{- 2 }}",
    "{{-1}}",
    "{{ - 1 }}{{+1}}",
    "{% if 0 %}a{% elif 1 %}b{% else %}c{% endif %}",
    "{% if '' %}a{% elif none %}b{% else %}c{% endif %}",
    "{% if missing %}a{% else %}b{% endif %}",
    "{% if 1, %}t{% endif %}",
    "{% if true: %}colon{% endif %}",
    "{% print 1, 'a' %}",
    "{% for x in [1,2,3] %}{{ x }}{{ ',' if not loop.last }}{% endfor %}",
    "{% for x in [] %}a{% else %}empty{% endfor %}",
    "{% for x in missing %}a{% else %}empty{% endfor %}",
    "{% for x in none %}a{% endfor %}",
    "{% for x in 5 %}a{% endfor %}",
    "{% for c in 'a🙂' %}[{{ c }}]{% endfor %}",
    "{% for k in user %}{{ k }} {% endfor %}",
    "{% for k, v in user.items() %}{{ k }}={{ v }};{% endfor %}",
    "{% for k, v in user|items if k != 'name' %}{{ k }};{% endfor %}",
    "{% for a, b in [(1,2),(3,4)] %}{{ a }}-{{ b }} {% endfor %}",
    "{% for a, (b, c) in [(1,(2,3))] %}{{ a }}{{ b }}{{ c }}{% endfor %}",
    "{% for a, b in [1] %}{% endfor %}",
    "{% for a, b in [(1,2,3)] %}{% endfor %}",
    "{% for a, b in [(1,)] %}{% endfor %}",
    "{% for x in nums if x > 2 %}{{ loop.index }}:{{ x }}/{{ loop.length }} {% endfor %}",
    "{% for x in nums if x > 2 %}{{ x }}{% else %}none{% endfor %}",
    "{% for x in nums if x > 200 %}{{ x }}{% else %}none{% endfor %}",
    "{% for x in nums %}{{ loop.index }},{{ loop.index0 }},{{ loop.revindex }},{{ loop.revindex0 }},{{ loop.first }},{{ loop.last }},{{ loop.length }},{{ loop.depth }},{{ loop.depth0 }} {% endfor %}",
    "{% for x in nums %}{{ loop.previtem|default('-') }}<{{ x }}<{{ loop.nextitem|default('-') }} {% endfor %}",
    "{% for x in nums %}{{ loop.previtem }}{% endfor %}",
    "{% for x in nums %}{{ loop.previtem.foo }}{% endfor %}",
    "{% for x in nums %}{{ loop.cycle('a', 'b') }}{% endfor %}",
    "{% for x in [1,1,2] %}{{ loop.changed(x) }} {% endfor %}",
    "{% for x in nums %}{{ loop }}{% endfor %}",
    "{% for x in nums %}{{ loop.nope }}{{ loop.nope is defined }}{% endfor %}",
    "{% for x in nums|map('string') %}{{ loop.length }}{{ x }}{{ loop.last }} {% endfor %}",
    "{% for x in nums|reverse %}{{ loop.revindex }}{{ x }} {% endfor %}",
    "{% for x in nums %}{% if x == 2 %}{% continue %}{% endif %}{% if x == 4 %}{% break %}{% endif %}{{ x }}{% endfor %}",
    "{% for x in [1] %}{% continue %}{% else %}E{% endfor %}",
    "{% for x in [1] %}{% break %}{% else %}E{% endfor %}",
    "{% for x in [1,2] %}{% if x == 1 %}{% continue %}{% endif %}{{ x }}{% else %}E{% endfor %}",
    "{% for x in [1,2] %}{% for y in [1,2] %}{{ x }}{{ y }}{{ loop.index }} {% break %}{% endfor %}{{ loop.index }};{% endfor %}",
    "{% for i in tree recursive %}{{ i.n }}{% if i.kids %}({{ loop(i.kids) }}){% endif %}{{ loop.depth }}{% endfor %}",
    "{% for i in [[1,[2]]] recursive %}{{ loop.depth0 }}{% if i is iterable %}{{ loop(i) }}{% else %}{{ i }}{% endif %}{% endfor %}",
    "{% for x in nums %}{{ loop(x) }}{% endfor %}",
    "{% for x in [1,2] %}{% set y = x %}{% endfor %}{{ y }}",
    "{% set y = 0 %}{% for x in [1,2] %}{% set y = x %}{{ y }}{% endfor %}{{ y }}",
    "{% set y = 0 %}{% for x in [1,2] %}{{ y }}{% set y = y + x %}{{ y }} {% endfor %}{{ y }}",
    "{% set ns = namespace(n=0) %}{% for x in nums %}{% set ns.n = ns.n + x %}{% endfor %}{{ ns.n }}",
    "{% set ns = namespace() %}{% set ns.a, ns.b = 1, 2 %}{{ ns.a }}{{ ns.b }}",
    "{% set ns = namespace() %}{% set ns.a, b = 1, 2 %}{{ ns.a }}{{ b }}",
    "{% set ns = namespace() %}{% set ns._x = 1 %}",
    "{% set user.name = 1 %}",
    "{% set nope.name = 1 %}",
    "{% set ns = namespace(a=1) %}{% set ns.a %}block{% endset %}{{ ns.a }}",
    "{% set a, b = 1, 2 %}{{ a }}{{ b }}",
    "{% set a, b = [1] %}",
    "{% set a = 1, 2 %}{{ a }}",
    "{% set (a, b) = (1, 2) %}{{ a + b }}",
    "{% set a = b = 1 %}",
    "{% set 1 = 2 %}",
    "{% set true = 2 %}",
    "{% set [a, b] = 2 %}",
    "{% set x = x or 5 %}{{ x }}",
    "{% set name = user.name %}{{ name }}",
    "{% set x %}a{{ 1 }}b{% endset %}{{ x }}{{ x is string }}",
    "{% set x | upper | replace('A', 'z') %}abc{% endset %}{{ x }}",
    "{% set x %}{% set inner = 1 %}{{ inner }}{% endset %}{{ x }}{{ inner }}",
    "{% if true %}{% set x = 1 %}{% endif %}{{ x }}",
    "{% if false %}{% set text = 1 %}{% endif %}{{ text }}",
    "{% with a = 1, b = 2 %}{{ a }}{{ b }}{% endwith %}{{ a }}",
    "{% set a = 9 %}{% with a = 1, b = a %}{{ a }}{{ b }}{% endwith %}{{ a }}",
    "{% with %}{% set q = 1 %}{{ q }}{% endwith %}{{ q }}",
    "{% filter upper %}a{{ 'b' }}{% endfilter %}",
    "{% filter replace('a', 'b')|trim %}  aa  {% endfilter %}",
    "{% macro m(a, b=2, c='x') %}{{ a }}{{ b }}{{ c }};{% endmacro %}{{ m(1) }}{{ m(1, c=3) }}{{ m(1, 2, 3) }}{{ m(c=1, a=2) }}{{ m() }}",
    "{% macro m(a) %}{{ a is defined }}{{ a }}{% endmacro %}{{ m() }}",
    "{% macro m(a) %}{{ a.x }}{% endmacro %}{{ m() }}",
    "{% macro m(a) %}{{ a }}{% endmacro %}{{ m(1, 2) }}",
    "{% macro m(a) %}{{ a }}{% endmacro %}{{ m(b=1) }}",
    "{% macro m(a) %}{{ a }}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(1, 2, 3, z=4) }}",
    "{% macro m(a, b=a) %}{{ a }}{{ b }}{% endmacro %}{{ m(1) }}",
    "{% set b = 7 %}{% macro m(a=b, b=1) %}{{ a }}{{ b }}{% endmacro %}{{ m() }}",
    "{% macro m() %}{{ x }}{% endmacro %}{% set x = 1 %}{{ m() }}{% set x = 2 %}{{ m() }}",
    "{% macro m() %}{% set x = 5 %}{{ x }}{% endmacro %}{% set x = 1 %}{{ m() }}{{ x }}",
    "{% macro m(n) %}{% if n > 0 %}{{ n }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(3) }}",
    "{% macro m() %}x{% endmacro %}{{ m }}{{ m.name }}{{ m.arguments }}{{ m.catch_kwargs }}{{ m.caller }}",
    "{% macro m() %}[{{ caller() }}]{% endmacro %}{% call m() %}body{{ 1 }}{% endcall %}",
    "{% macro m() %}[{{ caller(1, b=2) }}]{% endmacro %}{% call(a, b) m() %}{{ a }}{{ b }}{% endcall %}",
    "{% macro m() %}{{ caller is defined }}{% endmacro %}{{ m() }}",
    "{% macro m() %}{{ caller() }}{% endmacro %}{{ m() }}",
    "{% macro m() %}x{% endmacro %}{% call m() %}y{% endcall %}",
    "{% macro m(caller) %}{{ caller }}{% endmacro %}{{ m(1) }}",
    "{% macro m(caller=none) %}{{ caller }}{% endmacro %}{{ m() }}{{ m(caller=2) }}",
    "{% macro a() %}{% macro b() %}in{% endmacro %}{{ b() }}{% endmacro %}{{ a() }}{{ b is defined }}",
    "{% macro m(a, a2=[]) %}{{ a2 }}{% endmacro %}{{ m(*[1, 2]) }}{{ m(**{'a': 1, 'a2': 'k'}) }}",
    "{% macro m(**kw) %}{% endmacro %}",
    "{% for x in [1,2] %}{% macro m() %}{{ x }}{% endmacro %}{{ m() }}{% endfor %}",
    "{% call 5 %}{% endcall %}",
    "{% call nope() %}{% endcall %}",
    "{% call raise_exception('x') %}{% endcall %}",
    "{% macro m(x) %}{{ x|upper }}{% endmacro %}{{ ['a','b']|map('upper')|join(m('-')) }}",
    "{% generation %}a{{ 1 }}{% endgeneration %}b",
    "{% generation %}{% set q = 1 %}{% endgeneration %}{{ q }}",
    "{% for x in [1,2] %}{% generation %}{{ loop.index }}{% endgeneration %}{% endfor %}",
    "{% for x in [1] %}{% generation %}{% break %}{% endgeneration %}{% endfor %}",
    "{% block a %}b{{ text }}{% endblock %}",
    "{% set z = 1 %}{% block a %}{{ z }}{% endblock a %}",
    "{% for z in [1] %}{% block a %}{{ z }}{% endblock %}{% endfor %}",
    "{% for z in [1] %}{% block a scoped %}{{ z }}{% endblock %}{% endfor %}",
    "{% autoescape false %}{{ '<' }}{% endautoescape %}",
    "{% include 'x' %}",
    "{% extends 'x' %}",
    "{% import 'x' as y %}",
    "{% from 'x' import y %}",
    "{% set c = cycler('a', 'b') %}{{ c.next() }}{{ c.next() }}{{ c.next() }}{{ c.current }}{{ c.reset() }}{{ c.current }}",
    "{% set j = joiner() %}{{ j() }}a{{ j() }}b{{ j() }}",
    "{% for g in people|groupby('city') %}{{ g.grouper }}:{{ g.list|length }} {% endfor %}",
    "{% for city, list in people|groupby('city') %}{{ city }}:{{ list|map(attribute='name')|join('+') }} {% endfor %}",
    "{% set g = nums|map('string') %}{{ g|list }}{{ g|list }}",
    "{% set l = [] %}{% if l.append(1) %}{% endif %}{{ l }}",
    "{% set l = [1] %}{{ l + [2] }}{{ l }}",
    "{% set d = dict(user, extra=1) %}{{ d.extra }}{{ d|length }}",
    "{% set s = 'a' %}{% set s = s ~ 'b' %}{{ s }}",
    "{{ text }}{% set text = 'new' %}{{ text }}",
    "{{ hostile }}",
    "{{ hostile|upper }}{{ [hostile] }}",
    "{% set x = hostile %}{{ x }}{{ x ~ x }}",
    "{% if nums|length > 2 and nums[0] == 3 %}ok{% endif %}",
    "{{ nums|map('float')|map('round', 1)|list }}",
    "{{ (nums|first)|string + 'x' }}",
    "{{ nums |select('odd')|map('string')|join(',') }}",
    "{{ loop is defined }}{{ caller is defined }}",
    "{% for loop in nums %}{% endfor %}",
    "{% for x in nums %}{% set loop = 1 %}{% endfor %}",
    "{% break %}",
    "{% if true %}{% continue %}{% endif %}",
    "{% for x in nums %}{% macro m() %}{% break %}{% endmacro %}{% endfor %}",
    "{% if true %}{{ x|nofilter }}{% endif %}",
    "{% if false %}{{ x|nofilter }}{% endif %}ok",
    "{% if false %}{{ x is notest }}{% endif %}ok",
    "{% if false %}{% for x in nums %}{{ x|nofilter }}{% endfor %}{% endif %}ok",
    "{{ 1 if true else x|nofilter }}",
    "{{ x|nofilter if true else 1 }}",
    "{{ 'a'|upper.lower }}",
    "{% for x in nums %}{{ x }}{% if x is divisibleby 2 %}!{% endif %}{% endfor %}",
    "{{ f(x=1, x=2) }}",
    "{{ f(x=1, 2) }}",
    "{{ f(*[1], 2) }}",
    "{{ f(1,) }}",
    "{{ dict(a=1,) }}",
    "{{ [1,2,] }}{{ {'a': 1,} }}",
    "{{ [1 2] }}",
    "{{ 1 2 }}",
    "{{ }}",
    "{{ a.  }}",
    "{{ a..b }}",
    "{{ a[ }}",
    "{{ (1 }}",
    "{{ 1) }}",
    "{{ (1] }}",
    "{{ 'abc }}",
    "{{ a ! b }}",
    "{{ a && b }}",
    "{{ $a }}",
    "{% %}",
    "{% if %}a{% endif %}",
    "{% if 1 %}a",
    "{% if 1 %}a{% endfor %}",
    "{% endif %}",
    "{% for x in nums %}a{% endif %}",
    "{% for in nums %}{% endfor %}",
    "{% for x nums %}{% endfor %}",
    "{% nope %}",
    "{% set %}",
    "{% set x %}a",
    "{% macro %}{% endmacro %}",
    "{% macro m(a=1, b) %}{% endmacro %}",
    "{# open",
    "{% raw %}a",
    "{{ '\\x4' }}",
    "{{ 'a' if }}",
    "{{ not }}",
    "{{ 1 is }}",
    "{{ 1|upper|}}",
    "a {{ 1 }\n b",
    "{ { 1 } }",
    "{{ '{{ 1 }}' }}{{ \"{% if %}\" }}",
    "{{ user }}{{ tree }}",
    "{{ 'é' < 'z' }}{{ 'Z' < 'a' }}",
    "{{ héé is defined }}",
    "{% set ünï = 1 %}{{ ünï }}",
    "{{ nums[1:][0] }}{{ nums[:-1]|length }}",
    "{{ messages[0]['content'][0]['text'] if messages[0]['content'] is not string else messages[0]['content'] }}",
    "{% for m in messages %}{{ '<|' + m['role'] + '|>' + m['content']|trim + '<|end|>\n' }}{% endfor %}",
    "{% for m in messages[1:] %}{% if (m['role'] == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('bad order at ' ~ loop.index) }}{% endif %}{% endfor %}ok",
    "{%- for m in messages|selectattr('role', 'equalto', 'user')|list -%}\n  {{ loop.index }} {{ m.content }}\n{% endfor %}",
    "{%- set ns = namespace(found=false) -%}\n{%- for m in messages -%}\n  {%- if m.role == 'user' and not ns.found -%}\n    {%- set ns.found = true -%}\n{{ m.content }}\n  {%- endif -%}\n{%- endfor -%}",
    "{{ messages[-1].content.split('</think>')[-1].lstrip('\n') }}",
    "{{ messages|map(attribute='role')|join('/') }}",
    "{{ messages[::-1]|map(attribute='role')|list }}",
    "{{ messages|length - 1 == loop.index0 }}",
    "{{ lone }}{{ lone|length }}{{ lone|tojson }}{{ [lone] }}",
    "{{ big }}{{ big + 1 }}{{ big|string|length }}",
    "{{ floaty }}{{ floaty|tojson }}{{ floaty|int }}",
)


def kind(e):
    if isinstance(e, jinja2.exceptions.UndefinedError):
        return "undefined"
    if isinstance(e, jinja2.exceptions.TemplateSyntaxError):
        return "syntax"
    if isinstance(e, jinja2.exceptions.SecurityError):
        return "security"
    if type(e) is jinja2.exceptions.TemplateError:
        return "raised"
    return "type" if isinstance(e, (TypeError, AttributeError, KeyError)) else "other"


for snippet in SNIPPETS:
    row = {"template": snippet}
    try:
        row["output"] = ctu._compile_jinja_template(snippet).render(**ctu._plain_template_data(DATA))
    except Exception as e:  # noqa: BLE001, every error is a result here
        message = e.message if isinstance(e, jinja2.exceptions.TemplateSyntaxError) else str(e)
        row["error"] = {"kind": kind(e), "type": type(e).__name__, "message": message}
    if " at 0x" not in json.dumps(row):  # the address of an object
        print(json.dumps(row))
