"""Engines that run a batch on more machines than one: chunk.py is common to all, a module each adapts one."""
