"""load.py URL: asks as clients do until SIGTERM, then prints what came: answered, failed and why.

Half of the clients keep their connection as long as the server lets them (`Connection: close` and an
idle connection that was closed are no failures), half make a new one each time. Whatever is not a 200
is a failure. The exit status is 1 if there was one, or no answer at all.
"""

import collections
import http.client
import signal
import sys
import threading
import time
import urllib.parse

CLIENTS = 8
PAUSE = 0.02

url = urllib.parse.urlsplit(sys.argv[1])
ended = threading.Event()
lock = threading.Lock()
answered = 0
failures = collections.Counter()


def connect():
    return http.client.HTTPConnection(url.hostname, url.port or 80, timeout=10)


def ask(connection):
    connection.request("GET", url.path)
    answer = connection.getresponse()
    answer.read()
    return answer


def told(failure):
    global answered
    with lock:
        if failure:
            failures[failure] += 1
        else:
            answered += 1


def client(keeps):
    connection = connect()
    used = False
    while not ended.is_set():
        try:
            answer = ask(connection)
            told("" if answer.status == 200 else f"status {answer.status}")
            used = True
            if keeps and not answer.will_close:
                time.sleep(PAUSE)
                continue
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError) as problem:
            # Of a connection that was kept: closed while idle, as RFC 9112 (9.3.1) tells clients to expect.
            if not used:
                told(repr(problem))
        except OSError as problem:
            told(repr(problem))
        connection.close()
        connection, used = connect(), False
        time.sleep(PAUSE)


signal.signal(signal.SIGTERM, lambda *_: ended.set())
threads = [threading.Thread(target=client, args=(number % 2 == 0,)) for number in range(CLIENTS)]
for thread in threads:
    thread.start()
while not ended.wait(0.2):
    pass
for thread in threads:
    thread.join()
print(f"{answered} answered, {sum(failures.values())} failed")
for failure, count in failures.most_common():
    print(f"  {count} times {failure}")
sys.exit(0 if answered and not failures else 1)
