"""Stops the clock that botocore signs with."""

import datetime
from unittest import mock


def stopped_clock(time):
    """A context in which the date and time are `time`, in UTC and without a time zone.

    Versions of botocore call different functions.
    """
    class StoppedDatetime(datetime.datetime):
        @classmethod
        def utcnow(cls):
            return time

        @classmethod
        def now(cls, tz=None):
            return time.replace(tzinfo=tz)

    return mock.patch("datetime.datetime", StoppedDatetime)
