"""Tabs of the pages of scores, each where whoever asks may open it."""
