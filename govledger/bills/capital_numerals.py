"""Amounts of money in capital numerals (大写金额), as bills carry them beside the digits.

The rules are those of the People's Bank of China's 正确填写票据和结算凭证的基本规定 (1997):

- 壹贰叁肆伍陆柒捌玖 with 拾佰仟万亿, then 元角分;
- 整 after 元 where there are no 角 and 分; where there is 角 or 分 it is left out;
- zeros within the number, however many follow one another, are one 零; zeros before 万, 亿 or 元 are none;
- where there is no 角 but 分, 零 stands before the 分;
- ten is 壹拾, never 拾 alone.

Where the rules leave a choice (107000.53: 零 after 元 or not), the shorter form is written. A negative amount begins
with 负.
"""

from __future__ import annotations

from govledger.errors import InputError

DIGITS = "零壹贰叁肆伍陆柒捌玖"
_UNITS = ((10**8, "亿"), (10**4, "万"), (1_000, "仟"), (100, "佰"), (10, "拾"))
LIMIT_FEN = 10**18
"""One more than the largest amount, of 16 digits before the point."""


def capital_numerals(amount_fen: int) -> str:
    """An amount in fen as capital numerals: 12345 is 壹佰贰拾叁元肆角伍分.

    Raises:
        InputError: the amount has more than 16 digits of yuan.
    """
    if not -LIMIT_FEN < amount_fen < LIMIT_FEN:
        raise InputError(f"{amount_fen} fen has more than 16 digits of yuan; no bill is that large")
    sign = "负" if amount_fen < 0 else ""
    yuan, cents = divmod(abs(amount_fen), 100)
    return sign + _yuan(yuan, alone=cents == 0) + _cents(cents, after_yuan=yuan > 0)


def _yuan(yuan: int, *, alone: bool) -> str:
    """The whole yuan with 元, and 整 where nothing follows; nothing for no yuan before 角 or 分."""
    if yuan == 0:
        return "零元整" if alone else ""
    return _whole(yuan) + ("元整" if alone else "元")


def _cents(cents: int, *, after_yuan: bool) -> str:
    """角 and 分."""
    jiao, fen = divmod(cents, 10)
    text = f"{DIGITS[jiao]}角" if jiao else ("零" if fen and after_yuan else "")
    return text + (f"{DIGITS[fen]}分" if fen else "")


def _whole(number: int) -> str:
    """A number above zero, split at its largest unit; what stands before 万 and 亿 is a number itself."""
    for size, unit in _UNITS:
        if number >= size:
            many, rest = divmod(number, size)
            zero = "零" if 0 < rest < size // 10 else ""
            return _whole(many) + unit + zero + (_whole(rest) if rest else "")
    return DIGITS[number]
