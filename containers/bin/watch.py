"""Asks a host every 20 ms, or as often as the second argument says (in seconds), until standard input ends.

Each time on a new connection.

Prints "steady" after 50 good answers in a row, and at the end: the longest time between two good answers in ms, the
number of requests, and how many of them were not answered with 200 within a second.
"""

import http.client
import sys
import threading
import time

PATIENCE = 1.0


class Tally:
    def __init__(self):
        self.lock = threading.Lock()
        self.last = None
        self.longest = 0.0
        self.asked = 0
        self.failed = 0
        self.row = 0
        self.steady = False

    def good(self):
        now = time.monotonic()
        with self.lock:
            self.asked += 1
            self.row += 1
            if self.steady:
                self.longest = max(self.longest, now - self.last)
            self.last = now
            if self.row == 50 and not self.steady:
                self.steady = True
                self.failed = 0
                print("steady", flush=True)

    def bad(self):
        with self.lock:
            self.asked += 1
            self.failed += 1
            self.row = 0


def ask(host, tally):
    connection = http.client.HTTPConnection(host, timeout=PATIENCE)
    try:
        connection.request("GET", "/")
        answer = connection.getresponse()
        answer.read()
        if answer.status == 200:
            tally.good()
        else:
            tally.bad()
    except (OSError, http.client.HTTPException):
        tally.bad()
    finally:
        connection.close()


def main():
    host = sys.argv[1]
    interval = float(sys.argv[2]) if len(sys.argv) > 2 else 0.02
    ended = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), ended.set()), daemon=True).start()
    tally = Tally()
    due = time.monotonic()
    while not ended.is_set():
        threading.Thread(target=ask, args=(host, tally), daemon=True).start()
        due += interval
        ended.wait(max(0.0, due - time.monotonic()))
    with tally.lock:
        # An outage that has not ended counts up to now.
        open_gap = time.monotonic() - tally.last if tally.steady else 0.0
        print(round(1000 * max(tally.longest, open_gap)), tally.asked, tally.failed, flush=True)


main()
