"""A zip file made front to back, so that it can be sent while it is made.

Python's zipfile can do so too, but then puts the checksum behind every member, also behind one that is stored as it is.
The first member of an office file, its media type, may not have that.
"""

import struct
import zlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice

VERSION = 20  # of the format: deflate, no zip64, so a member holds at most 4 GiB
STORED, DEFLATED = 0, 8
SIZES_FOLLOW = 8  # flag: checksum and sizes stand behind the member
TIME, DAY = 0, 33  # of every member: 1 January 1980, where the calendar of zip begins
ROWS = 500  # of a piece
LEVEL = 2  # of compression: a sheet takes a quarter more room than at the usual 6, and a third of the time


def in_pieces(rows: Iterable[bytes]) -> Iterator[bytes]:
    """Rows of a sheet, many of them together: a piece is in memory up to three times, made, waiting and compressed."""
    left = iter(rows)
    while piece := b"".join(islice(left, ROWS)):
        yield piece


class ZipStream:
    """Gives the bytes of a zip file: member by member, then the directory."""

    def __init__(self) -> None:
        self.position = 0
        self.directory: list[bytes] = []

    def stored(self, name: str, content: bytes) -> bytes:
        """A member as it is."""
        about = _about(STORED, 0, zlib.crc32(content), len(content), len(content), name)
        self._enter(name, about)
        return self._counted(_header(name, about) + content)

    def deflated(self, name: str, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """A member compressed while its pieces are made."""
        start, press = self.position, Press()
        yield self._counted(_header(name, _about(DEFLATED, SIZES_FOLLOW, 0, 0, 0, name)))
        content_start = self.position
        for packed in _beside(press.compress, pieces):
            yield self._counted(packed)
        yield self._counted(press.flush())
        packed_size = self.position - content_start
        self._enter(name, _about(DEFLATED, SIZES_FOLLOW, press.crc, packed_size, press.size, name), start)
        yield self._counted(struct.pack("<4s3L", b"PK\x07\x08", press.crc, packed_size, press.size))

    def end(self) -> bytes:
        """The directory."""
        directory, count = b"".join(self.directory), len(self.directory)
        return directory + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(directory), self.position, 0)

    def _counted(self, content: bytes) -> bytes:
        self.position += len(content)
        return content

    def _enter(self, name: str, about: bytes, start: int | None = None) -> None:
        """Note a member in the directory; it begins at ``start``, or where the file has come to."""
        place = struct.pack("<3H2L", 0, 0, 0, 0, self.position if start is None else start)
        self.directory.append(struct.pack("<4sH", b"PK\x01\x02", VERSION) + about + place + name.encode())


class Press:
    """Compresses a member, and counts what it was given."""

    def __init__(self) -> None:
        self.crc, self.size = 0, 0
        self._compressor = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
        self.flush = self._compressor.flush

    def compress(self, content: bytes) -> bytes:
        self.crc, self.size = zlib.crc32(content, self.crc), self.size + len(content)
        return self._compressor.compress(content)


def _beside(work: Callable[[bytes], bytes], pieces: Iterable[bytes]) -> Iterator[bytes]:
    """What ``work`` makes of each piece, in order, while the next piece is made: zlib leaves Python to others."""
    with ThreadPoolExecutor(max_workers=1) as other:
        waiting: Future[bytes] | None = None
        for piece in pieces:
            begun = other.submit(work, piece)
            if waiting:
                yield waiting.result()
            waiting = begun
        if waiting:
            yield waiting.result()


def _about(method: int, flags: int, crc: int, packed_size: int, size: int, name: str) -> bytes:
    """What the header of a member and its line in the directory both say."""
    return struct.pack("<5H3L2H", VERSION, flags, method, TIME, DAY, crc, packed_size, size, len(name), 0)


def _header(name: str, about: bytes) -> bytes:
    return b"PK\x03\x04" + about + name.encode()
