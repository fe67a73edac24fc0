"""CityHash128 of CityHash 1.0.2, the checksum of ClickHouse's compressed blocks.

Source: city.cc by Geoff Pike and Jyrki Alakuijala, Google 2011. ClickHouse has kept to this old
version; later ones give other values. The names of variables are the source's.
"""

import struct

_MASK = (1 << 64) - 1
_K0, _K1 = 0xC3A5C85C97CB3127, 0xB492B66FBE98F273
_K2, _K3 = 0x9AE16A3B2F90404F, 0xC949D7C7509E6557
_MUL = 0x9DDFEA08EB382D69

_Pair = tuple[int, int]


def city_hash_128(data: bytes) -> bytes:
    """The hash as ClickHouse writes it: the low 64 bits, then the high ones, little-endian."""
    length = len(data)
    if length >= 16:
        seed = (_fetch(data, 0) ^ _K3, _fetch(data, 8))
        return struct.pack("<QQ", *_with_seed(data[16:], seed))
    if length >= 8:
        seed = (_fetch(data, 0) ^ (length * _K0 & _MASK), _fetch(data, length - 8) ^ _K1)
        return struct.pack("<QQ", *_with_seed(b"", seed))
    return struct.pack("<QQ", *_with_seed(data, (_K0, _K1)))


def _with_seed(data: bytes, seed: _Pair) -> _Pair:
    length = len(data)
    if length < 128:
        return _murmur(data, seed)
    x, y = seed
    z = length * _K1 & _MASK
    v0 = (_rotate(y ^ _K1, 49) * _K1 + _fetch(data, 0)) & _MASK
    v = (v0, (_rotate(v0, 42) * _K1 + _fetch(data, 8)) & _MASK)
    w = (
        (_rotate((y + z) & _MASK, 35) * _K1 + x) & _MASK,
        _rotate((x + _fetch(data, 88)) & _MASK, 53) * _K1 & _MASK,
    )
    rest = length % 128
    for words in struct.iter_unpack("<8Q", data[: length - rest]):
        x = _rotate((x + y + v[0] + words[2]) & _MASK, 37) * _K1 & _MASK
        y = _rotate((y + v[1] + words[6]) & _MASK, 42) * _K1 & _MASK
        x ^= w[1]
        y ^= v[0]
        z = _rotate(z ^ w[0], 33)
        v = _weak(words[:4], v[1] * _K1, x + w[0])
        w = _weak(words[4:], z + w[1], y)
        z, x = x, z
    y = (y + _rotate(w[0], 37) * _K0 + z) & _MASK
    x = (x + _rotate((v[0] + z) & _MASK, 49) * _K0) & _MASK
    for back in range(32, rest + 32, 32):
        # May reach before the rest, into what was hashed already.
        words = struct.unpack_from("<4Q", data, length - back)
        y = (_rotate((y - x) & _MASK, 42) * _K0 + v[1]) & _MASK
        w = ((w[0] + words[2]) & _MASK, w[1])
        x = (_rotate(x, 49) * _K0 + w[0]) & _MASK
        w = ((w[0] + v[0]) & _MASK, w[1])
        v = _weak(words, *v)
    x = _len_16(x, v[0])
    y = _len_16(y, w[0])
    return (_len_16(x + v[1], w[1]) + y) & _MASK, _len_16(x + w[1], y + v[1])


def _murmur(data: bytes, seed: _Pair) -> _Pair:
    a, b = seed
    length = len(data)
    if length <= 16:
        a = _shift_mix(a * _K1 & _MASK) * _K1 & _MASK
        c = (b * _K1 + _len_0_to_16(data)) & _MASK
        d = _shift_mix((a + (_fetch(data, 0) if length >= 8 else c)) & _MASK)
    else:
        c = _len_16(_fetch(data, length - 8) + _K1, a)
        d = _len_16(b + length, c + _fetch(data, length - 16))
        a = (a + d) & _MASK
        for at in range(0, length - 16, 16):
            a = (a ^ _shift_mix(_fetch(data, at) * _K1 & _MASK) * _K1) * _K1 & _MASK
            b ^= a
            c = (c ^ _shift_mix(_fetch(data, at + 8) * _K1 & _MASK) * _K1) * _K1 & _MASK
            d ^= c
    a = _len_16(a, c)
    b = _len_16(d, b)
    return a ^ b, _len_16(b, a)


def _len_0_to_16(data: bytes) -> int:
    length = len(data)
    if length > 8:
        b = _fetch(data, length - 8)
        return _len_16(_fetch(data, 0), _rotate((b + length) & _MASK, length)) ^ b
    if length >= 4:
        first, last = struct.unpack_from("<I", data)[0], struct.unpack_from("<I", data, length - 4)
        return _len_16(length + (first << 3), last[0])
    if length > 0:
        y = data[0] + (data[length >> 1] << 8)
        z = length + (data[-1] << 2)
        return _shift_mix((y * _K2 ^ z * _K3) & _MASK) * _K2 & _MASK
    return _K2


def _len_16(u: int, v: int) -> int:
    a = ((u ^ v) & _MASK) * _MUL & _MASK
    a ^= a >> 47
    b = ((v ^ a) & _MASK) * _MUL & _MASK
    b ^= b >> 47
    return b * _MUL & _MASK


def _weak(words: tuple[int, ...], a: int, b: int) -> _Pair:
    w, x, y, z = words
    a += w
    b = _rotate((b + a + z) & _MASK, 21)
    c = a
    a = (a + x + y) & _MASK
    b += _rotate(a, 44)
    return (a + z) & _MASK, (b + c) & _MASK


def _shift_mix(value: int) -> int:
    return value ^ (value >> 47)


def _rotate(value: int, shift: int) -> int:
    return (value >> shift | value << (64 - shift)) & _MASK


def _fetch(data: bytes, at: int) -> int:
    word: int = struct.unpack_from("<Q", data, at)[0]
    return word
