"""Questions with known answers → figures with intervals, compared, gated and shown.

dataset → systems (ours, known bad ones, baselines, any chat server) → runner → scorers and
metrics → summary → gates, table, report, compare.
"""
