"""A small HTTP server that misbehaves on request, for test_http.c.

Prints its port, answers until its standard input ends.  The path says how:
/ok, /hang, /reset ... (see the functions below); what follows a "?" is their
argument.  With two arguments, certificate and key, it speaks TLS.
"""
import gzip
import os
import socket
import ssl
import struct
import sys
import threading
import time
import urllib.parse
from email.utils import formatdate


def reply(body=b"{}", head="", status="200 OK", length=None):
    """A whole reply; head holds further header lines."""
    length = len(body) if length is None else length
    return (f"HTTP/1.1 {status}\r\nContent-Type: application/json; a=b\r\n"
            f"Content-Length: {length}\r\n{head}\r\n").encode() + body


def ok(conn, argument, request):
    conn.sendall(reply(b'{"ok":true}'))


def echo(conn, argument, request):
    """The request itself."""
    conn.sendall(reply(request))


def header(conn, argument, request):
    """The header lines of the argument, "|" between them."""
    conn.sendall(reply(head="".join(x + "\r\n" for x in argument.split("|"))))


def status(conn, argument, request):
    conn.sendall(reply(status=argument, head="CF-Ray: 8a1-FRA\r\n"))


def redirect(conn, argument, request):
    conn.sendall(reply(status="302 Found", head=f"Location: {argument}\r\n"))


def later(conn, argument, request):
    """Retry-After as a date so many seconds away."""
    when = formatdate(time.time() + int(argument), usegmt=True)
    conn.sendall(reply(head=f"Retry-After: {when}\r\n", status="429 No"))


def interim(conn, argument, request):
    """An interim reply whose headers must not count."""
    conn.sendall(b"HTTP/1.1 103 Early Hints\r\nCF-Ray: early\r\n\r\n"
                 + reply())


def hang(conn, argument, request):
    """No answer; wait until the client has gone."""
    conn.recv(1)
    return True


def slow(conn, argument, request):
    """A whole answer, in two parts so many milliseconds apart."""
    answer = reply(b'{"ok":true}')
    conn.sendall(answer[:-5])
    time.sleep(int(argument) / 1000)
    conn.sendall(answer[-5:])


def stall(conn, argument, request):
    """Half an answer, then as hang."""
    conn.sendall(reply(b"[1,", length=100))
    return hang(conn, argument, request)


def reset(conn, argument, request):
    """RST in the middle of the body."""
    conn.sendall(reply(b"[1,", length=100))
    conn.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                    struct.pack("ii", 1, 0))
    return True


def short(conn, argument, request):
    """Less than Content-Length says."""
    conn.sendall(reply(b"[1,", length=100))
    return True


def chunk(conn, argument, request):
    """Ends in the middle of a chunk."""
    conn.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                 b"3\r\n[1,\r\n50\r\n2,")
    return True


def silent(conn, argument, request):
    """Closes before it says anything."""
    return True


def stale(conn, argument, request):
    """A whole answer that promises to stay, then gone."""
    conn.sendall(reply(head="Connection: keep-alive\r\n"))
    return True


def until_close(conn, argument, request):
    """A body that the end of the connection ends."""
    conn.sendall(b"HTTP/1.1 200 OK\r\n\r\n[1,2]")
    return True


def big(conn, argument, request):
    """So many bytes."""
    conn.sendall(reply(b"x" * int(argument)))


def chunks(conn, argument, request):
    """So many bytes, their number not told."""
    conn.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    for _ in range(int(argument) // 1000):
        conn.sendall(b"3e8\r\n" + b"y" * 1000 + b"\r\n")
    conn.sendall(b"0\r\n\r\n")


def bomb(conn, argument, request):
    """So many bytes once decompressed."""
    conn.sendall(reply(gzip.compress(b"z" * int(argument)),
                       head="Content-Encoding: gzip\r\n"))


def half_gzip(conn, argument, request):
    """Compressed, and cut off within."""
    body = gzip.compress(os.urandom(1000))[:500]
    conn.sendall(reply(body, head="Content-Encoding: gzip\r\n"))


def headers(conn, argument, request):
    """Header lines without end."""
    conn.sendall(b"HTTP/1.1 200 OK\r\n")
    for _ in range(int(argument)):
        conn.sendall(b"X: " + b"h" * 1000 + b"\r\n")
    return True


def garbage(conn, argument, request):
    conn.sendall(b"\x00\xff not HTTP at all\r\n\r\n")
    return True


def answer(conn):
    """All requests of one connection, one after the other."""
    data = b""
    while True:
        while b"\r\n\r\n" not in data:
            more = conn.recv(65536)
            if not more:
                return
            data += more
        request, data = data.split(b"\r\n\r\n", 1)
        if request.startswith(b"CONNECT "):
            # What a proxy is asked; it refuses, and tells whether by a token.
            refused = "500" if b"Bearer" in request else "502"
            conn.sendall(reply(status=refused + " No"))
            return
        url = urllib.parse.urlsplit(request.split(b" ")[1].decode())
        argument = urllib.parse.unquote(url.query)
        if globals()[url.path[1:]](conn, argument, request):
            return


def serve(raw, context):
    """One connection; that a client goes away is what is tested."""
    try:
        with context.wrap_socket(raw, server_side=True) if context else raw \
                as conn:
            conn.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            answer(conn)
    except OSError:
        pass


def main():
    context = None
    if len(sys.argv) == 3:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[1], sys.argv[2])
    listener = socket.create_server(("127.0.0.1", 0), backlog=128)
    print(listener.getsockname()[1], flush=True)
    threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)),
                     daemon=True).start()
    while True:
        conn, _ = listener.accept()
        threading.Thread(target=serve, args=(conn, context),
                         daemon=True).start()


main()
