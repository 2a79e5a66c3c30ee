"""Synthetic text: tickets dense with personal data, and plain prose. Standard library only, the same on every machine.

Nobody in it exists: e-mail ends in example.com/org/net (RFC 2606), phone numbers are 555-01xx, IP addresses come from
RFC 5737 and RFC 3849, cards and accounts are the issuers' published test numbers, US numbers from unissued ranges.
"""

import random
from itertools import accumulate

FIRST = ("Aisha Bruno Chloe Dmitri Elif Farah Goran Hana Ines Jamal Keiko Lars Mei Nadia Omar Priya Quinn Rosa Sanjay "
         "Tomas Ursula Viktor Wanda Ximena Yusuf Zofia Adele Boris Carla Derek Esther Felix Greta Hugo Irene Jonas").split()
LAST_HEADS = "Aba Berg Casta Dubo Ezek Fuji Garri Hadda Ivan Jans Kahl Lind Mora Naka Oka Petr Quis Rahm Silv Tana".split()
LAST_TAILS = "ra strom llano is e moto son d ova en quist u mura for ov pe an a ka wick".split()
STREETS = "Maple Oak Cedar Elm Lake Hill Park River Mill Church Station Chapel Orchard Harbour".split()
CITIES = [("Springfield", "IL", "62704"), ("Riverton", "WY", "82501"), ("Fairview", "TX", "75069"), ("Milford", "CT", "06460")]
CARDS = ["4111 1111 1111 1111", "5555555555554444", "378282246310005", "4012-8888-8888-1881", "6011 1111 1111 1117"]
IBANS = ["DE89 3704 0044 0532 0130 00", "GB82WEST12345698765432", "FR1420041010050500013M02606", "NL91ABNA0417164300"]

STEMS = ("order light water measure garden silver morning travel letter window market winter number paper river engine "
         "table summer record answer custom forest signal corner matter pattern season island kitchen village bridge "
         "stone cloud school record metal cover change report study paint field sound print storm plant track frame "
         "train glass train coast level point round start state story stand shape share shift board catch clear close "
         "count court cross crowd dance draft dream drift drive earth enter equal event exact faith fault float focus "
         "force fresh front grade grain grand grant grass great group guard guess guide habit happy heart heavy horse "
         "hotel house human ideal image index inner issue joint judge juice knife label large laugh layer learn limit").split()
ENDS = ["", "s", "ed", "ing", "er", "ly", "ment", "less", "able", "ness", "ward", "ful"]
SMALL = ("the of and to in a that it was for on with as at by from had not but are this which or an were be one all "
         "their when there we more out so said what up its about into than them can only other time new some could "
         "these two may then first any my now such like our over even most after also did many before must through").split()
WORDS = SMALL + [stem + end for end in ENDS for stem in dict.fromkeys(STEMS)]
# Zipf: few words are frequent, most are rare, as in any language.
WEIGHTS = list(accumulate(1 / (rank + 2.7) for rank in range(len(WORDS))))


# Common words of other languages: a sentence of each script, and of Latin with accents. Some write no spaces between words.
SCRIPTS = {
    "ar": (" ", "اليوم إلى المدرسة مع صديقي وكان الطقس جميلا جدا في المدينة القديمة حيث يعيش الناس بسلام على كل هذا"),
    "de": (" ", "und für über größer Straße schön Übung ändern öffnen früh während möglich später natürlich müßte heute dass"),
    "el": (" ", "σήμερα στο σχολείο με τον φίλο μου και ο καιρός ήταν πολύ ωραίος στην παλιά πόλη όπου ζουν οι άνθρωποι"),
    "fr": (" ", "à l'école avec mon ami et le temps était très beau dans la vieille ville où les gens vivent déjà été forêt"),
    "he": (" ", "היום לבית הספר עם חבר שלי ומזג האוויר היה יפה מאוד בעיר העתיקה שבה אנשים חיים"),
    "hi": (" ", "आज मैं स्कूल और वहाँ मेरे दोस्त मिले हमने बहुत सारी बातें कीं फिर घर वापस आ गए"),
    "ja": ("", "今日は 東京に 行きました 会社の 仕事が とても 忙しい です 先生と 話を して いました カタカナ テスト データ"),
    "ko": (" ", "오늘은 서울에 갔습니다 회사에서 일을 하고 있습니다 선생님과 이야기를 했습니다 그리고 다시 집에"),
    "pl": (" ", "dzisiaj do szkoły z moim przyjacielem i pogoda była bardzo ładna w starym mieście gdzie żyją ludzie źródło świeżą"),
    "ru": (" ", "сегодня в школу с моим другом и погода была очень хорошая в старом городе где живут люди потому что всё ещё"),
    "th": ("", "วันนี้ ฉันไป โรงเรียน กับเพื่อน อากาศดี มาก ใน เมืองเก่า ที่ผู้คน อาศัยอยู่ อย่างสงบ"),
    "vi": (" ", "hôm nay tôi đã đi học với bạn tôi và thời tiết rất đẹp ở thành phố cổ nơi mọi người sống bình yên"),
    "zh": ("", "我们 今天 去 北京 大学 学习 中文 老师 说 很 重要 的 问题 因为 时间 不够 所以 明天 再 来 公司 工作"),
}


class Person:
    """Somebody who does not exist, with everything a record says about them."""

    def __init__(self, rng: random.Random, number: int):
        self.first, self.last = rng.choice(FIRST), rng.choice(LAST_HEADS) + rng.choice(LAST_TAILS)
        self.name = f"{self.first} {self.last}"
        self.email = f"{self.first}.{self.last}{number}@example.{rng.choice(('com', 'org', 'net'))}".lower()
        self.phone = f"({rng.choice((212, 312, 415, 617))}) 555-01{rng.randrange(100):02d}"
        self.born = f"{rng.randrange(1945, 2005)}-{rng.randrange(1, 13):02d}-{rng.randrange(1, 29):02d}"
        city, state, code = rng.choice(CITIES)
        self.street = f"{rng.randrange(10, 990)} {rng.choice(STREETS)} {rng.choice(('Street', 'Avenue', 'Road'))}"
        self.address = f"{self.street}, {city}, {state} {code}"


def told(rng, person):
    """A sentence that gives a person away."""
    pick = rng.randrange(12)
    if pick == 0:
        return f"Hi, this is {person.name}, please call {person.phone} before {rng.randrange(1, 12)}:30."
    if pick == 1:
        return f"Card {rng.choice(CARDS)} was charged {rng.randrange(900)}.{rng.randrange(100):02d} twice."
    if pick == 2:
        return f"Reply to {person.email}, order #{rng.randrange(10**6, 10**7)}."
    if pick == 3:
        return f"Login from 203.0.113.{rng.randrange(256)} failed at 2026-03-{rng.randrange(1, 29):02d} {rng.randrange(10, 24)}:{rng.randrange(10, 60)}:07."
    if pick == 4:
        return f"SSN 9{rng.randrange(10, 99)}-{rng.randrange(10, 50)}-{rng.randrange(1000, 10000)}, born {person.born}."
    if pick == 5:
        return f"Refund to IBAN {rng.choice(IBANS)} for {person.name}."
    if pick == 6:
        return f"Ship to {person.address}, attn. {person.name}."
    if pick == 7:
        return f"Session {rng.getrandbits(128):032x} from 2001:db8::{rng.randrange(1, 65535):x}."
    if pick == 8:
        return f"See https://example.org/t/{rng.randrange(10**5)}?u={person.first.lower()} or mail {person.email}."
    if pick == 9:
        return f"Tracking 1Z{rng.randrange(10**15, 10**16)}, version 2.{rng.randrange(20)}.{rng.randrange(10)}."
    if pick == 10:
        return f"My new number is +1 415 555 01{rng.randrange(100):02d}, invoice INV-{rng.randrange(10**5)}."
    return f"Policy {rng.choice('ABCDEF')}{rng.randrange(10**7, 10**8)} of {person.first} {person.last}."


def plain(rng, words):
    """A sentence of so many words that gives nobody away."""
    text = " ".join(rng.choices(WORDS, cum_weights=WEIGHTS, k=words))
    return text[0].upper() + text[1:] + "."


def ticket(rng, person, density=100):
    """About 210 bytes; each sentence tells something with a probability of `density` per cent, but one in five never."""
    sentences = []
    length = 0
    while length < 183:
        tells = rng.random() * 100 < density and rng.random() < 0.8
        sentences.append(told(rng, person) if tells else plain(rng, 9))
        length += len(sentences[-1]) + 1
    return " ".join(sentences)


def paragraph(rng):
    """About 600 bytes of prose; a year or a small number now and then."""
    sentences = [plain(rng, rng.randrange(8, 24)) for _ in range(6)]
    if rng.random() < 0.3:
        sentences.insert(2, f"In {rng.randrange(1800, 2020)} there were {rng.randrange(2, 900)} of them.")
    return " ".join(sentences)


def foreign(rng, language, words):
    """A line of so many words of a language."""
    space, own = SCRIPTS[language]
    return space.join(rng.choices(own.split(), k=words))


def document(rng, person):
    """A text of some forty lines: code, notes with mark-up, a letter or a log, in which few lines tell something."""
    word = lambda: rng.choices(WORDS, cum_weights=WEIGHTS)[0]
    name = lambda: "_".join(word() for _ in range(rng.randrange(1, 4)))
    tell = lambda: told(rng, person) if rng.random() < 0.1 else plain(rng, 11)
    body = lambda count, line: "\n".join(line(index) for index in range(count))
    kind = rng.randrange(4)
    if kind == 0:
        line = lambda index: rng.choice([
            f"    {name()} = {name()}({name()}, {rng.randrange(100)})", f"    if {name()} > 0x{rng.randrange(256):02x} and not {name()}:",
            f"        return {{\"{name()}\": {rng.random():.3f}, \"{name()}\": '{word()}'}}", f"    # {tell()}"])
        return f"def {name()}({name()}, {name()}=None):\n    \"\"\"{tell()}\"\"\"\n" + body(40, line)
    if kind == 1:
        line = lambda index: rng.choice([f"- **{word()}**: {tell()}", f"See `{name()}` and [{word()}](../{word()}.md).", tell(), f"## {word().title()} {index}", ""])
        return f"# {word().title()}\n\n" + body(40, line)
    if kind == 2:
        line = lambda index: f"> {tell()}" if index % 4 else ""
        return f"From: {person.name} <{person.email}>\nSubject: {plain(rng, 5)}\nDate: Mon, 2 Mar 2026 10:15:00 +0000\n\n{tell()}\n{tell()}\n" + body(30, line) + f"\n\n{person.name}\nTel: {person.phone}\n"
    line = lambda index: (f"2026-03-{rng.randrange(1, 29):02d}T{rng.randrange(10, 24)}:{rng.randrange(10, 60)}:07Z {rng.choice(('INFO', 'WARN', 'DEBUG'))} "
                          f"[{name()}-{rng.randrange(32)}] {word()}={rng.randrange(10**5)} {word()}={word()} took {rng.randrange(900)} ms {tell() if index % 8 == 0 else ''}").rstrip()
    return body(40, line)
