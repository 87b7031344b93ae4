"""Three hundred names that are hard to print, made sign by sign; as a planner could have typed them."""

from itertools import product

SIGNS = (
    *"&<>\"'|*_`#[](){}!~^\\/+-=@$%;:?,.", "\n", "\r\n", "\t", "\x00", "\x07", "\x1b[31m", "\x7f", "\x85", "\u2028",
    "\ufffe", "\ud800", "\udfff", "\u00a0", "\u200b", "\u200d", "\ufeff", "\u00ad",
)  # fmt: skip
"""Signs that mean something to some format, or to none."""
PLACES = ("{0}Kestrel", "Kes{0}trel", "Kestrel {0} Co", "Kestrel{0}")
WHOLE = (
    "<script>alert(1)</script>", "</style></title></svg>", "--> <!-- x", "]]>", "<![CDATA[x", "<?xml?>", "<!DOCTYPE a>",
    "&amp; &lt;b&gt; &#38; &#x26; &nbsp", "{{ 7*7 }}", "{{ cover.customer }}", "{% for a in b %}", "{% raw %}", "{# gone #}",
    "{%- endblock %}", "#set page(width: 1pt)", '#include "/etc/passwd"', "$ x^2 $", "*bold* _under_", "@label <ref>",
    "[link](http://x)", "![pic](http://x/y.png)", "# heading", "- item", "1. first", "2) second", "> quote", "~~gone~~",
    "```", "---", "| a | b |", "***", "<http://x>", "\\", "\\\\", "\\n", "=1+1", "+1", "-1", "@SUM(A1)", "=cmd|'/c calc'!A1",
    "'quoted", "CON", "con.txt", "NUL", "AUX.", "COM1", "LPT9", "COM¹", "CONIN$", "PRN  ", ".", "..", "...", "../../etc/passwd",
    "..\\..\\x", "C:\\x", "/etc/passwd", "~/x", "~$lock", "name.", "name ", " name", "name . .", "a" * 200, "名" * 200, "é" * 200,
    "e\u0301" * 99, "Z\u0351\u036b\u0343" * 20, "😀" * 60, "👩‍👩‍👧‍👦 家", "🇨🇳🇩🇪", "👍🏽", "שלום", "مرحبا بالعالم", "mixed abc אבג 123",
    "\u202eevil\u202c", "\u2066a\u2069\u2067b", "\u200fright\u200e", "Ａ（全角）｜", "“curly” ‘quotes’", "「括号」、。", "İıŞß", "ﬁ", "Ω≈ç√", "½ ⅔ №",
    "𝔘𝔫𝔦", "𠮷野家", "नमस्ते", "ไทย", "한국", "ქართული", "null", "None", "nan", "True", "1e5", "007", "2026-11-20", "#N/A", "%s %d {0}",
    "O'Neil & Sons <Ltd>", "R&D \"A\" 'B' <c>", "a\nb\tc\r\nd", "a\x00b\x1fc", "x\u2029y", "\U0010ffff end", "a" + " " * 50 + "b",
    "{" * 40, "<" * 99, "&" * 99, "|" * 99, '"' * 99, "`" * 41, "*" * 99, "_" * 99, "$" * 99, "#" * 99, "\u0301start", "\u20e3", "%00", "%2e%2e",
    "a:b", "a?b*c", '<>:"/\\|?*', "name\u200b", "K\u212aelvin", "ſ", "ǅ", "🏴\U000e0067\U000e0062\U000e007f", "\ufe0f", "\u180e", "\u2060",
)  # fmt: skip


def hostile_names() -> list[str]:
    """Every sign at every place, then what is hard as a whole; each once."""
    placed = [place.format(sign) for sign, place in product(SIGNS, PLACES)]
    return list(dict.fromkeys([*placed, *WHOLE]))
