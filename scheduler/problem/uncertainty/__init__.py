"""What is not certain: the events a scenario may turn out by, a scenario as one outcome makes it, and how likely a
booking is held.
"""
