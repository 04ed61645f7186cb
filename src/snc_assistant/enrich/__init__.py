"""Questions for passages that have none, written by a model, checked by retrieval, shown before they enter.

Document expansion after docTTTTTquery (Nogueira & Lin 2019), filtered after Doc2Query-- (Gospodinov,
MacAvaney & Macdonald, ECIR 2023): a model also writes questions that its passage does not answer.
"""
