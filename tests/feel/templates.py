"""What the mixed FEEL expressions are made of: leaves and templates by kind, and the contexts they meet."""

from __future__ import annotations

from typing import Any

LEAVES: dict[str, str] = {
    "num": r"""
0 | 1 | 2 | -1 | 3 | 7 | 10 | 0.1 | 0.5 | 1.5 | 2.5 | -2.5 | 3.14159 | .25 | 100 | 1000000 | 12345678901
0.000001 | n | m | p.age | xs[1] | grid[2][1]""",
    "int": r"""
1 | 2 | 3 | 4 | -1 | -2 | 0 | 5 | n""",
    "str": r"""
"" | "a" | "foo" | "Foo bar" | "1" | "é" | "😀x" | "a\"b" | "tab\tend" | "back\\slash" | "line\nend"
"\u00e9\u0041" | "\uD83D\uDE00" | "ß" | "a,b;c" | "2020-01-01" | s | t | p.name | "foobar" | "日本" """,
    "bool": r"""
true | false | b | n > 1 | p.active""",
    "null": r"""
null | nothing | missing | p.missing | xs[99]""",
    "date": r"""
@"2020-02-29" | date("2021-12-31") | date(2000, 1, 15) | @"1999-06-30" | date("2024-03-10") | @"2020-01-01" """,
    "time": r"""
@"10:30:00" | time("23:59:59") | time("08:00:00+02:00") | time(1, 2, 3) | @"00:00:00Z"
time("12:00:00@Europe/Berlin")""",
    "dt": r"""
@"2020-02-29T10:30:00" | date and time("2021-12-31T23:59:59Z") | @"2021-06-01T12:00:00+02:00"
date and time("2024-03-10T08:15:30@Europe/Berlin") | @"2020-01-01T01:00:00@America/New_York"
date and time(@"2022-05-05", @"09:00:00") | date and time("2020-02-29T10:30:00.250")""",
    "dd": r"""
@"P1D" | duration("PT36H") | @"-P2DT3H" | duration("PT0.5S") | @"P1DT2H3M4S" | duration("P10D") | @"PT0S"
duration("PT90M")""",
    "ym": r"""
@"P1Y" | duration("P14M") | @"-P1Y6M" | duration("P0M") | @"P2Y3M" | duration("P1M")""",
    "nums": r"""
[] | [1] | [1, 2, 3] | [3, 1, 2] | [1, 2, 2, 3, 3] | [1.5, -2, 0] | [10, 9, 100] | xs | grid[1] | p.scores
people.age | [1, null, 3]""",
    "strs": r"""
[] | ["a"] | ["b", "a", "c"] | ["a", "b", "a"] | names | people.name | ["foo", null]""",
    "bools": r"""
[] | [true] | [true, false] | [false, null] | [true, null] | [true, true]""",
    "list": r"""
[1, "a", null] | [[1], [2, 3]] | [[]] | grid | people | [true, 1, "1"] | [{a: 1}, {a: 2}] | [1, [2, [3, [4]]]]
[null]""",
    "people": r"""
people | [p] | [{name: "Z", age: 5}, {name: "Y", age: 50}] | [{name: "only"}]""",
    "ctx": r"""
{} | {a: 1} | {a: 1, b: "x"} | p | {"with space": 2} | {a: {b: {c: 3}}} | people[1] | {a: 1, b: a + 1}
{f: null}""",
    "range": r"""
[1..5] | (1..5) | [1..5) | (1..5] | ]1..5[ | [2..2] | [-3..3] | [5..10] | [0..n]""",
    "pat": r"""
"a" | "[a-z]+" | "^f" | "o+" | "(o)(b)?" | "\\d+" | "\\s" | "." | "a|b" | "[^a]" | "b{1,2}" | "," | ";" """,
    "fun": r"""
function(x) x + 1 | function(x, y) x < y | function(x) x | function() 1 | abs | sum""",
}
"""By kind: the shortest expressions, parted by `|` and the ends of lines; one inside of quotes does not part."""

TEMPLATES: dict[str, str] = {
    "num": r"""
$num + $num | $num - $num | $num * $num | $num / $num | $num ** $int | -$num | $num + $num * $num
$num - $num - $num | $num / $num / $num | 2 ** $int ** $int | -$num ** $int | ($num + $num) * $num | abs($num)
abs(n: $num) | floor($num) | floor($num, $int) | ceiling($num) | ceiling(n: $num, scale: $int)
decimal($num, $int) | decimal(n: $num, scale: 1) | round up($num, $int) | round down($num, $int)
round half up($num, $int) | round half down($num, $int) | modulo($num, $num)
modulo(dividend: $num, divisor: $num) | sqrt($num) | log($num) | exp($int) | count($list) | count($nums)
min($nums) | max($nums) | sum($nums) | mean($nums) | product($nums) | median($nums) | stddev($nums)
min($num, $num, $num) | max($num, $num) | sum($num, $num) | mean($num, $num) | product($num, $num)
median($num, $num) | stddev($num, $num, $num) | string length($str) | string length(string: $str)
number("1,000.50", ",", ".") | number("1 000,5", " ", ",")
number(from: "12", grouping separator: null, decimal separator: null) | number($str, null, null)
if $bool then $num else $num | $nums[$int] | $nums[-1] | day of year($date) | day of year($dt)
week of year($date) | $date.year | $dt.month | $time.hour | $dd.days | $ym.months | $dt.second | $date.weekday
(function(x) x * 2)($num) | (function(a, b) a - b)(b: $num, a: $num) | {f: function(x) x + 1, r: f($num)}.r
{a: $num, b: a * 2}.b | $ctx.a | get value($ctx, "a") | index of($nums, $num)[1] | $num | n + m
total price * 2 | count(for x in $nums return x) | sum(for x in $nums return x * x) | sum($nums[item > $num])
max($people.age)""",
    "str": r"""
$str + $str | $str + $str + $str | substring($str, $int) | substring($str, $int, $int) | upper case($str)
lower case($str) | substring before($str, $str) | substring after($str, $str) | replace($str, $pat, $str)
replace($str, $pat, "[$0]") | replace($str, "(o)", "<$1>") | replace($str, $pat, "-", "i") | string($num)
string($str) | string($bool) | string($date) | string($time) | string($dt) | string($dd) | string($ym)
string($nums) | string($ctx) | string($list) | string($null) | string(from: $strs) | string join($strs)
string join($strs, $str) | string join($strs, null) | string join(list: $strs, delimiter: "-")
if $bool then $str else $str | $strs[$int] | day of week($date) | month of year($date) | day of week($dt)
$people[$int].name | substring(string: $str, start position: $int, length: 2) | for x in $strs return x + "!"
$str | upper case(string: $str) | $dt.timezone | (function(x) x + "b")($str)
{greet: function(who: string) "hi " + who, r: greet($str)}.r | get value($ctx, $str) | string($num + $num)""",
    "bool": r"""
$num < $num | $num <= $num | $num > $num | $num >= $num | $num = $num | $num != $num | $str = $str | $str < $str
$str >= $str | $bool = $bool | $bool != $bool | $null = null | $any = null | $any != null | $any = $any
$any != $any | $bool and $bool | $bool or $bool | $bool and $bool or $bool | $bool or $bool and $bool
$null and $bool | $bool or $null | $null or $null | not($bool) | not($null) | not($any)
$num between $num and $num | $str between $str and $str | $date between $date and $date | $num in [1..5]
$num in $range | $num in ($range, $num) | $num in (< $num) | $num in (> $num, < $num) | $num in $nums
$num in ($num, $num) | $num in (<= $num) | $str in ("a", "foo") | $str in $strs | $str in ["a".."c"]
$date in [$date..$date] | $dt in ($dt..$dt) | $num in > $num | $null in [1..5] | $dd in [$dd..$dd]
$time in [$time..$time] | $date < $date | $date = $date | $dt < $dt | $dt = $dt | $dt >= $dt | $time < $time
$time = $time | $dd < $dd | $dd = $dd | $ym > $ym | $ym = $ym | $date < $dt | $dd = $ym | $list = $list
$nums = $nums | $ctx = $ctx | $range = $range | some x in $nums satisfies x > $num
every x in $nums satisfies x > $num | some x in $nums, y in $nums satisfies x = y
every x in $strs satisfies contains(x, $str) | some x in [1..3] satisfies x = $num
every p in $people satisfies p.age > $num | some x in $bools satisfies x | every x in $bools satisfies x
$num instance of number | $any instance of string | $any instance of boolean | $date instance of date
$any instance of list<number> | $dt instance of date and time | $ctx instance of context<a: number>
$dd instance of days and time duration | $any instance of Any | contains($str, $str)
contains(string: $str, match: $str) | matches($str, $pat) | matches($str, $pat, "i") | matches($str, $pat, null)
starts with($str, $str) | ends with($str, $str) | list contains($nums, $num) | list contains($strs, $str)
list contains($list, $any) | all($bools) | any($bools) | all($bool, $bool) | any($bool, $bool) | all($nums)
any($any) | odd($int) | even($int) | odd($num) | is($any, $any) | is($date, $date) | is($dt, $dt)
is($num, $num) | before($num, $num) | before($range, $range) | before($num, $range) | after($num, $num)
after($range, $range) | after($range, $num) | before($date, $date) | after($dt, $dt) | meets($range, $range)
met by($range, $range) | overlaps($range, $range) | includes($range, $num) | includes($range, $range)
coincides($range, $range) | during($num, $range) | starts($range, $range) | finishes($num, $range)
overlaps before($range, $range) | $bool | started by($range, $range) | finished by($range, $range)
overlaps after($range, $range) | if $null then true else false | if $any then true else false | $list = []
$nums[1] = $num | ($bool) | true and $any | false or $any | $bool = true""",
    "time": r"""
time($str) | time($dt) | time($time) | $time + $dd | $time - $dd | time($int, $int, $int)
time(from: "10:00:00") | $time | time(hour: 1, minute: $int, second: 0) | time("10:00:00.123")
time("24:00:00") | if $bool then $time else $time | $dd + $time | time(10, 0, 0, @"PT2H") | time(from: $dt)""",
    "date": r"""
date($str) | date($dt) | date($date) | $date + $dd | $date - $dd | $date + $ym | $date - $ym
date($int, $int, $int) | date(2020, $int, $int) | date(year: 2021, month: 2, day: $int)
date(from: "2020-05-05") | date("2021-02-29") | $ym + $date | if $bool then $date else $date | $date
[$date, $date][1] | date(from: $dt) | today() = today() | date("2020-13-01") | date("999999-12-31")
max($date, $date) | min([$date, $date])""",
    "dt": r"""
date and time($str) | date and time($date, $time) | date and time($dt, $time) | $dt + $dd | $dt - $dd
$dt + $ym | $dt - $ym | date and time(date: $date, time: $time) | date and time("2020-01-01T25:00:00")
if $bool then $dt else $dt | $dt | $dd + $dt | date and time(from: "2020-01-01T00:00:00")
@"2020-01-01T00:00:00Z" | date and time($dt) | now() = null""",
    "dd": r"""
duration($str) | $dd + $dd | $dd - $dd | $date - $date | $dt - $dt | $time - $time | $dd * $num | $dd / $num
-$dd | duration(from: "P3D") | $dt - $date | abs($dd) | if $bool then $dd else $dd | $dd | $dd / $dd
sum([$dd, $dd])""",
    "ym": r"""
years and months duration($date, $date) | years and months duration(from: $date, to: $date) | $ym + $ym
$ym - $ym | $ym * $int | $ym / $int | -$ym | abs($ym) | $ym + $dd | $ym | years and months duration($dt, $dt)""",
    "nums": r"""
for x in $nums return x + $num | for x in $range return x | for x in 1..$int return x
for x in $int..1 return x * 2 | for x in $nums, y in $nums return x * y
for x in [1..3], y in [x..3] return x + y | for i in 0..4 return if i < 2 then 1 else partial[-1] + partial[-2]
$nums[item > $num] | $nums[item = $num] | $nums[$int] | $nums[$bool] | $nums[> $num] | $nums[item != null]
$nums[$null] | sublist($nums, $int) | sublist($nums, $int, $int) | append($nums, $num)
append($nums, $num, $num) | concatenate($nums, $nums) | insert before($nums, $int, $num) | remove($nums, $int)
reverse($nums) | index of($nums, $num) | union($nums, $nums) | union($nums, [$num]) | distinct values($nums)
flatten($nums) | flatten($list) | sort($nums, function(x, y) x < y) | mode($nums)
sort($nums, function(a, b) a > b) | list replace($nums, $int, $num)
list replace($nums, function(i, n) i < n, $num) | $people.age | $people[age > $num].age | [$num, $num]
[$num, $num, $num] | for p in $people return p.age * 2 | mode($num, $num, $num) | concatenate($nums)
remove(list: $nums, position: $int) | (for x in $nums return x)[$int] | $nums
sort(list: $nums, precedes: function(x, y) x < y)""",
    "strs": r"""
split($str, $pat) | split(string: $str, delimiter: ",") | for x in $strs return upper case(x)
$strs[item = $str] | $strs[starts with(item, $str)] | sort($strs, function(x, y) x < y) | distinct values($strs)
reverse($strs) | append($strs, $str) | index of($strs, $str) | $people.name
for p in $people return p.name + $str | [$str, $str] | $strs | concatenate($strs, $strs) | get entries($ctx).key
flatten([$strs, $strs]) | union($strs, $strs) | $strs[string length(item) > $int]""",
    "list": r"""
[$any, $any] | append($list, $any) | concatenate($list, $nums) | reverse($list) | flatten($list)
distinct values($list) | for x in $list return [x] | $list[$int] | $list[item instance of number]
get entries($ctx) | insert before($list, $int, $any) | list replace($list, $int, $any) | for x in $any return x
sublist($list, $int) | index of($list, $any) | $list | [$any] | union($list, $list) | remove($list, $int)
$any[1] | $any[item = $any] | $list[$bool]""",
    "people": r"""
$people[age > $num] | $people[name = $str] | $people[item.age > $num] | $people[$int]
sort($people, function(x, y) x.age < y.age) | append($people, p)
for p in $people return {name: p.name, old: p.age > $num} | $people[name = $str][1] | $people[age = null]
$people[age > 1 and name != $str] | $people""",
    "ctx": r"""
{a: $num, b: $str} | {a: $any} | {"key": $any, other: $num} | {a: $num, b: a + 1, c: b * 2}
context([{key: $str, value: $any}]) | context([{key: "a", value: 1}, {key: "b", value: $num}])
context merge([$ctx, $ctx]) | context put($ctx, "z", $any) | context put($ctx, ["a", "b"], $any)
context put(context: $ctx, key: "k", value: $num) | $ctx | $people[$int] | if $bool then $ctx else $ctx
{a: {b: $any}}.a | {outer: $num, inner: {x: outer}} | context merge($ctx, $ctx) | {f: function(x) x, v: f($any)}
$list[$int]""",
    "range": r"""
$range | [$num..$num] | ($num..$num) | [$date..$date] | [$str..$str] | [$dd..$dd) | [$time..$time] | ($dt..$dt]""",
    "fun": r"""
$fun | function(x: number) x | {f: $fun}.f | [$fun] | if $bool then $fun else null""",
    "null": r"""
$null | $null + $num | $num + $null | $str + $null | $null < $num | $null[1] | $null.x | $null = $null
$str + $num | $num + $str | $num / 0 | $bool + $bool | missing($num) | $num($num) | $null in $nums | abs($null)
$str * $num | $date + $num | $date + $date | $list + $list | $ctx + $ctx | sum($strs) | $str.x | abs($str)
upper case($num) | abs() | abs($num, $num) | abs(x: $num) | $null * $dd""",
}
"""By kind: expressions that mostly come to that kind; `$kind` stands for an expression of that kind."""

CONTEXTS: tuple[dict[str, Any], ...] = (
    {
        "n": 3,
        "m": 2.5,
        "s": "foo",
        "t": "Grüße, Welt",
        "b": True,
        "nothing": None,
        "xs": [5, 3, 8, 3],
        "names": ["Ann", "Bob", "Cy"],
        "grid": [[1, 2], [3, 4]],
        "p": {"name": "Ann", "age": 40, "active": True, "scores": [7, 9]},
        "people": [{"name": "Ann", "age": 40}, {"name": "Bob", "age": 17}, {"name": "Cy", "age": 65}],
        "total price": 99.5,
    },
    {
        "n": -2,
        "m": 0,
        "s": "",
        "t": "b",
        "b": False,
        "nothing": None,
        "xs": [],
        "names": ["foo"],
        "grid": [[0], [1, 1]],
        "p": {"name": "foobar", "age": 0.5, "active": False, "scores": []},
        "people": [{"name": "foo", "age": 1}, {"name": "Z"}],
        "total price": 0.1,
    },
)
"""What the variables of the leaves are; the second is the mean one."""
