"""What is not certain, as three concepts: what is uncertain (`entries`, `events`), a realised scenario (`realise`),
and how likely a booking is held (`likelihood`). What is wrong with what was written of it is in `consistency`.
"""
